import { MoviolaError } from "../../common/errors.js";
import { exactSignsUpTo } from "../../stats/index.js";
import { nResamples } from "../protocol.js";
import type { StoredRun } from "../store/stored-run.js";
import { compareMetric, significanceLevel } from "./compare-metric.js";
import type { ComparedMetric, Comparison, ComparisonCell, ComparisonRow } from "./comparison.js";
import { floorIds } from "./floors.js";
import { groupRuns, splitsOf, type RunGroup } from "./group-runs.js";
import { descriptionOf, labelOf } from "./label.js";
import { isHigherBetter } from "./metric-columns.js";

/** Settings of {@link compareRuns}. */
export interface CompareOptions {
  /** Full names; default: all that every run took, in the first run's order. */
  readonly metrics?: readonly string[];
  /** Label or model id of the row that effects are against. */
  readonly baseline?: string;
  /** Seed of tests and intervals; default 1. */
  readonly seed?: number;
  /** Random sign vectors of each randomisation test; default 10,000. */
  readonly rounds?: number;
}

/**
 * Models side by side: runs of one model and configuration (seeds, splits) are pooled into a row, by
 * averaging over runs for each user or rating first. Every pair of rows is tested for each metric by
 * the paired randomisation test over users or ratings, corrected by Holm over the metric's pairs.
 *
 * All runs must be of one data set and protocol (`E_COMPARE_DATASET`, `E_COMPARE_PROTOCOL`), every
 * row on the same splits (`E_COMPARE_SPLIT`) and the same users or ratings (`E_COMPARE_UNITS`).
 * Throws `E_COMPARE_EMPTY`, `E_COMPARE_METRIC` and `E_COMPARE_BASELINE` too.
 */
export function compareRuns(runs: readonly StoredRun[], options: CompareOptions = {}): Comparison {
  const { seed = 1, rounds = 10_000 } = options;
  const groups = groupRuns(runs);
  const labels = groups.map(({ manifest }) => labelOf(manifest));
  const metrics = metricsOf(runs, options.metrics);
  const baseline = baselineRow(groups, labels, options.baseline);
  const settings = { labels, seed, rounds, ...(baseline === undefined ? {} : { baseline }) };
  const cells = metrics.map(({ name }) => [name, compareMetric(groups, name, settings)] as const);
  const { manifest } = groups[0];
  const shown = new Set(groups.map((group) => group.manifest.model.id));
  const missingFloors = floorIds(manifest.task).filter((id) => !shown.has(id));
  return {
    task: manifest.task,
    dataset: { name: manifest.dataset.name, invented: manifest.dataset.invented },
    splits: splitsOf(groups[0]),
    splitName: manifest.split.name,
    protocol: manifest.protocol,
    metrics,
    rows: groups.map((group, row) =>
      rowOf(group, labels[row], Object.fromEntries(cells.map(([name, all]) => [name, all[row]]))),
    ),
    missingFloors,
    ...(baseline === undefined ? {} : { baseline: labels[baseline] }),
    warnings: warningsOf(runs, missingFloors),
    convention: conventionOf(manifest.task, rounds),
  };
}

function metricsOf(runs: readonly StoredRun[], asked?: readonly string[]): ComparedMetric[] {
  const common = Object.keys(runs[0].record.metrics).filter((name) =>
    runs.every((run) => name in run.record.metrics),
  );
  const names = asked ?? common;
  if (names.length === 0) {
    throw new MoviolaError("E_COMPARE_METRIC", "The runs have no metric in common", {
      expected: "at least one metric that every run took",
      got: "none",
      remedy: "Run all models with the same metrics",
    });
  }
  return names.map((name) => ({ name, higherIsBetter: isHigherBetter(name) }));
}

function rowOf(
  { manifest, runs }: RunGroup,
  label: string,
  cells: Readonly<Record<string, ComparisonCell>>,
): ComparisonRow {
  const { title, floor } = descriptionOf(manifest);
  return {
    label,
    model: manifest.model.id,
    title,
    config: manifest.model.config,
    floor,
    seeds: [...new Set(runs.map((run) => run.record.manifest.seed))].sort((a, b) => a - b),
    runIds: runs.map((run) => run.record.id),
    cells,
  };
}

function baselineRow(
  groups: readonly RunGroup[],
  labels: readonly string[],
  asked: string | undefined,
): number | undefined {
  if (asked === undefined) return undefined;
  const byLabel = labels.indexOf(asked);
  if (byLabel !== -1) return byLabel;
  const byModel = groups.flatMap(({ manifest }, row) => (manifest.model.id === asked ? [row] : []));
  if (byModel.length === 1) return byModel[0];
  throw new MoviolaError("E_COMPARE_BASELINE", "The baseline is not one row of the table", {
    expected: `one of ${labels.join("; ")}`,
    got: `"${asked}", which ${byModel.length} rows are`,
  });
}

function warningsOf(runs: readonly StoredRun[], missingFloors: readonly string[]): string[] {
  const warnings = new Set(runs.flatMap((run) => run.record.warnings));
  if (missingFloors.length > 0) {
    warnings.add(`Sanity floors that this table does not show: ${missingFloors.join(", ")}.`);
  }
  return [...warnings];
}

function conventionOf(task: "ranking" | "rating", rounds: number): string {
  const unit = task === "ranking" ? "users" : "ratings";
  return (
    `Intervals: 95 % bootstrap over ${unit}, ${nResamples} resamples, after averaging over runs. ` +
    `Rows that share a letter do not differ significantly at ${significanceLevel} (paired ` +
    `randomisation test over ${unit}, ${rounds} rounds or, above ${exactSignsUpTo} ${unit}, its ` +
    "normal limit; Holm over all pairs of the metric)."
  );
}
