// What the library calls; a file of AssemblyScript a kernel.
export { adamStep } from "./adam";
export { attentionBackward, attentionForward } from "./attention";
export { bprRound } from "./bpr";
export { bprDealNegatives, bprDealPairs } from "./bpr-deal";
export { bprFoldIn } from "./bpr-fold-in";
export { logistic } from "./logistic";
export { edgeProducts } from "./edge-products";
export { multiplySparseDense } from "./sparse-dense";
export { rankRelevant } from "./rank-relevant";
export { scoreFactors } from "./score-factors";
export { scoreDenseProduct, scoreSparseProduct } from "./score-products";
export { topKFactors } from "./top-k-factors";
export { topKRows } from "./top-k-rows";
export { nearestRows } from "./nearest-rows";
export { addPairDecay, addPairGradient, pairSquares } from "./pair-gradient";
export { gatherPanels, packPanels } from "./light-gcn";
export { pairLoss } from "./pair-loss";
export { drawPairNegatives } from "./pair-negatives";
export { alsCholesky } from "./als-cholesky";
export { alsConjugate } from "./als-conjugate";
export { alsLoss } from "./als-loss";
export { gramPartials } from "./gram-factors";
export { weightedSums } from "./weighted-sums";
export { gramTiles32, gramTiles64 } from "./gram-sparse";
export {
  sweepPanel32,
  sweepPanel64,
  sweepPivot32,
  sweepPivot64,
  sweepUpdate32,
  sweepUpdate64,
} from "./dense-inverse";
export { slimGram } from "./slim-gram";
export { slimItems } from "./slim-items";
export { drawCounts } from "./draw-counts";
