export { TestPart, type TrainPart, type ValidPart } from "./parts.js";
export type { Split, SplitRecipe } from "./split.js";
export { userItemMatrix } from "./matrix.js";
export { joinValid } from "./join-valid.js";
export { type Fractions } from "./shares.js";
export {
  splitColdItem,
  splitPerUserRandom,
  splitRandomRatings,
  splitStratifiedByRating,
  type ColdItemOptions,
  type RandomSplitOptions,
} from "./random.js";
export {
  splitLeaveOneOutLatest,
  splitLeaveOneOutRandom,
  type LeaveOneOutOptions,
} from "./leave-one-out.js";
export {
  splitAtTimes,
  splitGlobalTemporal,
  splitPerUserTemporal,
  type DropCold,
  type GlobalTemporalOptions,
  type SplitTimesOptions,
} from "./temporal.js";
export { splitFold, splitKFold, type KFoldOptions } from "./k-fold.js";
export { splitMMRec } from "./mmrec.js";
export { splitByLabels, type LabelOptions } from "./labels.js";
export { type GivenPart, type GivenParts } from "./given-parts.js";
export {
  datasetFromParts,
  splitFromParts,
  type DatasetFacts,
  type FromPartsOptions,
} from "./from-parts.js";
export {
  describeSplits,
  makeSplit,
  SPLIT_NAMES,
  type SplitDescription,
  type SplitRequest,
} from "./make-split.js";
