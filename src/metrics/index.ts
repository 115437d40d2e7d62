export type { RankingProtocol, RankingResult } from "./ranking-contract.js";
export { RankingEvaluator, rankingMeans } from "./ranking/evaluator.js";
export {
  describeRankingMetric,
  parseMetricName,
  rankingMetricNames,
  rankingProtocolOf,
  type ParsedMetricName,
  type RankingMetricDescription,
} from "./ranking/registry.js";
export { topKItems } from "./ranking/top-k.js";
export {
  ratingErrors,
  type RatingErrorOptions,
  type RatingErrors,
} from "./rating/rating-errors.js";
export { rmse } from "./rating/rmse.js";
export { mae } from "./rating/mae.js";
export type { ListMetric, RecommendationLists } from "./beyond/lists.js";
export { catalogueCoverage } from "./beyond/coverage.js";
export { giniIndex } from "./beyond/gini.js";
export { meanPopularity } from "./beyond/popularity.js";
export { novelty } from "./beyond/novelty.js";
export { intraListSimilarity, type ItemVectors } from "./beyond/intra-list-similarity.js";
export type { ItemGenres } from "./beyond/genre-distribution.js";
export { genreEntropy } from "./beyond/genre-entropy.js";
export { genreCalibration, type CalibrationOptions } from "./beyond/genre-calibration.js";
export { metricRosetta } from "./rosetta/metric-rosetta.js";
export type { RosettaTable } from "./rosetta/rosetta-table.js";
export type { RosettaEntry, RosettaInput, RosettaUser } from "./rosetta/rosetta-input.js";
