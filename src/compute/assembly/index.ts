// What the library calls; a file of AssemblyScript a kernel.
export { adamStep } from "./adam";
export { bprRound } from "./bpr";
export { bprDealNegatives, bprDealPairs } from "./bpr-deal";
export { logistic } from "./logistic";
export { multiplySparseDense } from "./sparse-dense";
export { rankRelevant } from "./rank-relevant";
export { scoreFactors } from "./score-factors";
export { scoreDenseProduct, scoreSparseProduct } from "./score-products";
export { topKFactors } from "./top-k-factors";
export { topKRows } from "./top-k-rows";
