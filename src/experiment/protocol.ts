/** How a run is measured: the metrics by full name, and the conventions that go into its manifest. */
import { MoviolaError } from "../common/errors.js";
import type { Config } from "../common/json.js";
import { describeRankingMetric, parseMetricName, rankingMetricNames } from "../metrics/index.js";
import type { ModelEntry } from "../models/model-entry.js";
import type { MaskedParts, RunSettings } from "./options.js";

/** Everything about a run's measurement that is decided before it starts. */
export interface Protocol {
  readonly task: "ranking" | "rating";
  readonly part: "test" | "valid";
  /** By full name, in the order asked for. */
  readonly metrics: readonly string[];
  /** Ranking: the lowest relevant rating; absent when every held-out row is relevant. */
  readonly threshold?: number;
  /** Ranking: parts whose items cannot be recommended. */
  readonly mask: MaskedParts;
  readonly allowedLeaks: readonly string[];
}

const standardMetrics = {
  ranking: ["ndcg", "recall", "precision", "hit-rate", "map", "mrr", "auc"],
  rating: ["rmse", "mae"],
};

/** Resamples behind every interval. */
export const nResamples = 1000;

/** The protocol that the settings ask for; throws `E_EXPERIMENT_METRIC`, `E_EXPERIMENT_OPTION`. */
export function protocolOf(
  settings: RunSettings,
  entry: ModelEntry,
  part: Protocol["part"],
): Protocol {
  const { task } = entry;
  const asked = settings.metrics ?? standardMetrics[task];
  const metrics = task === "rating" ? asked : rankingNames(asked, settings.topK ?? [5, 10, 20]);
  const known = task === "rating" ? standardMetrics.rating : rankingMetricNames;
  for (const name of metrics) {
    if (!known.includes(name.split("@", 1)[0])) throw metricError(entry, name, known);
  }
  if (metrics.length === 0) throw metricError(entry, "no metric", known);
  const threshold = settings.relevance?.threshold;
  if (threshold !== undefined && !Number.isFinite(threshold)) {
    throw optionError("relevance.threshold", "a finite rating", String(threshold));
  }
  // A trial is measured on the validation part, whose items must then be free to be recommended.
  const mask = settings.mask ?? "train+valid";
  return {
    task,
    part,
    metrics: [...new Set(metrics)],
    ...(threshold === undefined ? {} : { threshold }),
    mask: part === "valid" && mask === "train+valid" ? "train" : mask,
    allowedLeaks: [...(settings.allowLeaks ?? [])].sort(),
  };
}

/** The conventions as they stand in a manifest. */
export function protocolConfig(protocol: Protocol): Config {
  const { task, part, threshold, mask, allowedLeaks } = protocol;
  const leaks: Config = allowedLeaks.length === 0 ? {} : { allowedLeaks: allowedLeaks.join(" ") };
  if (task === "rating") {
    return { part, interval: `95 % bootstrap over ratings, ${nResamples} resamples`, ...leaks };
  }
  return {
    part,
    relevance: threshold === undefined ? "every held-out row" : `rating >= ${threshold}`,
    mask,
    ties: "lower item index first",
    interval: `95 % bootstrap over users, ${nResamples} resamples`,
    ...leaks,
  };
}

/** Full names of ranking metrics: one without `@K` is taken at every `topK`. Throws `E_METRIC_NAME`. */
export function rankingNames(asked: readonly string[], topK: readonly number[]): string[] {
  return asked.flatMap((name) => {
    if (name.includes("@")) return [fullName(name)];
    return isCutOff(name) ? topK.map((k) => fullName(`${name}@${k}`)) : [name];
  });
}

function isCutOff(name: string): boolean {
  return rankingMetricNames.includes(name) && describeRankingMetric(name).cutOff;
}

/** `name`, after a check that it is well formed when the metric is known. */
function fullName(name: string): string {
  if (rankingMetricNames.includes(name.split("@", 1)[0])) parseMetricName(name);
  return name;
}

function metricError(entry: ModelEntry, name: string, known: readonly string[]): MoviolaError {
  return new MoviolaError("E_EXPERIMENT_METRIC", "The metric does not fit the model's task", {
    where: `model "${entry.id}", task ${entry.task}`,
    expected: `one of ${known.join(", ")}`,
    got: name,
    remedy: "Ask for metrics of the model's task, or leave them out for the usual ones",
  });
}

function optionError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_EXPERIMENT_OPTION", "An option of the experiment is not valid", {
    where,
    expected,
    got,
  });
}
