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
