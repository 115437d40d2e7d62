export type { Interval, PairedTest } from "./contract.js";
export { bootstrapMean, bootstrapMeans, bootstrapRmse } from "./bootstrap.js";
export type { BootstrapOptions } from "./resampling.js";
export { pairedRandomisationTest, type RandomisationOptions } from "./paired-randomisation.js";
export { pairedBootstrap, type PairedStatistic } from "./paired-bootstrap.js";
export { holm } from "./holm.js";
export { effectSize, type EffectSize } from "./effect-size.js";
export { varianceComponents, type VarianceComponents } from "./variance-components.js";
export {
  significanceLetters,
  type LetterOptions,
  type PairwiseResult,
} from "./significance-letters.js";
export {
  allPairsTest,
  exactSignsUpTo,
  type AllPairsOptions,
  type AllPairsResult,
  type PairResult,
} from "./all-pairs.js";
