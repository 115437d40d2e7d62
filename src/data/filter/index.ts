export { type EmptyIds } from "./empty-ids.js";
export { kCore, minimumCounts, type CountOptions } from "./k-core.js";
export {
  positivesByThreshold,
  type PositivesOptions,
  type ThresholdComparison,
} from "./positives.js";
export {
  resolveMissingRatings,
  type MissingRatingOptions,
  type MissingRatingPolicy,
  type MissingRatingResult,
} from "./missing-ratings.js";
export {
  mergeDuplicatePairs,
  type DuplicatePairResult,
  type KeepDuplicate,
} from "./duplicate-pairs.js";
export {
  findDuplicateItems,
  mergeDuplicateItems,
  type DuplicateItem,
  type DuplicateItemOptions,
  type DuplicateItemResult,
} from "./duplicate-items.js";
