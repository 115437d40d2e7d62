import { MoviolaError } from "../../common/errors.js";
import { didYouMean } from "../../common/suggest.js";
import type { RankingProtocol } from "../ranking-contract.js";
import { auc, aucHalfTies } from "./auc.js";
import { averagePrecision, averagePrecisionOverAll } from "./average-precision.js";
import type { RankingMetric } from "./definition.js";
import { hitRate } from "./hit-rate.js";
import { implicitAuc, implicitPrecision } from "./implicit.js";
import { ndcg, ndcgExponential, ndcgLinear } from "./ndcg.js";
import { precision } from "./precision.js";
import { recall } from "./recall.js";
import { reciprocalRank } from "./reciprocal-rank.js";

const metrics: readonly RankingMetric[] = [
  recall,
  precision,
  hitRate,
  ndcg,
  ndcgLinear,
  ndcgExponential,
  averagePrecision,
  averagePrecisionOverAll,
  reciprocalRank,
  auc,
  aucHalfTies,
  implicitPrecision,
  implicitAuc,
];

const metricOf: ReadonlyMap<string, RankingMetric> = new Map(
  metrics.map((metric) => [metric.name, metric]),
);

/** Names of all ranking metrics, without `@K`. */
export const rankingMetricNames: readonly string[] = metrics.map((metric) => metric.name);

/** What a ranking metric is, for tables and pages. */
export interface RankingMetricDescription {
  readonly name: string;
  /** True when it is named with a list length, such as `ndcg@10`. */
  readonly cutOff: boolean;
  readonly convention: string;
}

/** The convention of a metric, by its name with or without `@K`. Throws `E_METRIC_NAME`. */
export function describeRankingMetric(name: string): RankingMetricDescription {
  const { name: baseName, cutOff, convention } = findMetric(name.split("@", 1)[0]);
  return { name: baseName, cutOff, convention };
}

/** A metric's name taken apart: `ndcg@10` is `{ metric: "ndcg", k: 10 }`, `auc` has no `k`. */
export interface ParsedMetricName {
  readonly metric: string;
  readonly k?: number;
}

/**
 * Takes a full name such as `ndcg@10` or `auc` apart. Throws `E_METRIC_NAME` for an unknown metric, a
 * missing or superfluous `@K`, and a K that is not a whole number from 1.
 */
export function parseMetricName(fullName: string): ParsedMetricName {
  const [baseName, length, ...rest] = fullName.split("@");
  const metric = findMetric(baseName);
  if (!metric.cutOff && length === undefined) return { metric: baseName };
  const k = Number(length);
  const wellFormed = rest.length === 0 && /^[1-9]\d*$/.test(length ?? "");
  if (!metric.cutOff || !wellFormed || !Number.isSafeInteger(k)) {
    throw new MoviolaError("E_METRIC_NAME", "This is not the name of a ranking metric", {
      expected: metric.cutOff ? `${baseName}@K with a whole number K from 1` : baseName,
      got: JSON.stringify(fullName),
      remedy: `Write ${metric.cutOff ? `${baseName}@10` : baseName}`,
    });
  }
  return { metric: baseName, k };
}

/**
 * The protocol that computes all metrics of `fullNames` (such as `["ndcg@10", "recall@20", "auc"]`):
 * every metric at every K among them. Throws `E_METRIC_NAME`.
 */
export function rankingProtocolOf(nItems: number, fullNames: readonly string[]): RankingProtocol {
  const parsed = fullNames.map(parseMetricName);
  const lengths = parsed.flatMap(({ k }) => (k === undefined ? [] : [k]));
  return {
    nItems,
    topK: [...new Set(lengths)].sort((first, second) => first - second),
    metrics: [...new Set(parsed.map(({ metric }) => metric))],
  };
}

/** The definition behind a name without `@K`. Throws `E_METRIC_NAME`. */
export function findMetric(baseName: string): RankingMetric {
  const metric = metricOf.get(baseName);
  if (metric === undefined) {
    throw new MoviolaError("E_METRIC_NAME", "There is no ranking metric of this name", {
      expected: `one of ${rankingMetricNames.join(", ")}`,
      got: JSON.stringify(baseName),
      remedy: `${didYouMean(baseName, rankingMetricNames)}Take one of these names, those with a cut-off as in ndcg@10`,
    });
  }
  return metric;
}
