import type { Config } from "../../common/json.js";
import type { VarianceComponents } from "../../stats/index.js";
import type { Estimate } from "../run-record.js";

/** A metric of a comparison. */
export interface ComparedMetric {
  readonly name: string;
  readonly higherIsBetter: boolean;
}

/** How a row stands against the baseline; positive differences are higher values of the metric. */
export interface BaselineEffect {
  /** Row less baseline, with the ends of its 95 % interval. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Difference as a share of the baseline's value. */
  readonly relative: number;
  /** Of the paired randomisation test, after Holm over all pairs of the metric. */
  readonly pValue: number;
  /** Cohen's d for pairs; for `rmse` of squared errors, for `mae` of absolute errors. */
  readonly cohensD: number;
}

/** One metric of one row. */
export interface ComparisonCell {
  readonly estimate: Estimate;
  /** Rows that share a letter do not differ (Holm over all pairs of the metric, level 0.05). */
  readonly letters: string;
  readonly best: boolean;
  readonly secondBest: boolean;
  /** Standard deviation of the metric over the row's runs; absent for one run. */
  readonly deviationOverRuns?: number;
  /**
   * Variance split into runs (`seeds`) and users or ratings (`units`); absent for one run and where
   * the runs have fewer than two units in common.
   */
  readonly variance?: VarianceComponents;
  /** Absent without a baseline, and for the baseline itself. */
  readonly effect?: BaselineEffect;
}

/** All runs of one model and configuration. */
export interface ComparisonRow {
  /** The model's id, with the settings that are not its defaults, such as `item-knn (neighbours 40)`. */
  readonly label: string;
  readonly model: string;
  readonly title: string;
  readonly config: Config;
  /** True for a floor that any useful model must beat. */
  readonly floor: boolean;
  readonly seeds: readonly number[];
  readonly runIds: readonly string[];
  /** By metric name. */
  readonly cells: Readonly<Record<string, ComparisonCell>>;
}

/** Models side by side, on the same splits and under the same protocol. */
export interface Comparison {
  readonly task: "ranking" | "rating";
  readonly dataset: { readonly name: string; readonly invented: boolean };
  /** The splits' hashes; more than one when the split's seed was varied. */
  readonly splits: readonly string[];
  readonly splitName: string;
  /** Protocol of all runs, as in their manifests. */
  readonly protocol: Config;
  readonly metrics: readonly ComparedMetric[];
  /** In the order of the records. */
  readonly rows: readonly ComparisonRow[];
  /** Ids of the task's floors that no row shows; a table should have them. */
  readonly missingFloors: readonly string[];
  /** Label of the row that effects are against, if one was asked for. */
  readonly baseline?: string;
  /** What a reader should know: the runs' warnings, and missing floors. */
  readonly warnings: readonly string[];
  /** Tests, correction and intervals in a sentence or two, for the table's note. */
  readonly convention: string;
}
