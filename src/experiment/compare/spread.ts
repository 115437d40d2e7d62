import { varianceComponents, type VarianceComponents } from "../../stats/index.js";
import type { StoredRun } from "../store/stored-run.js";
import { hasSameUnits, unitColumn } from "./metric-columns.js";

/** Standard deviation (n - 1) of the metric over the runs; undefined for one run. */
export function deviationOverRuns(
  runs: readonly Pick<StoredRun, "record">[],
  metric: string,
): number | undefined {
  if (runs.length < 2) return undefined;
  const means = runs.map((run) => run.record.metrics[metric].mean);
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (means.length - 1));
}

/**
 * The variance of a metric split into runs and units, over the units that all runs have: all of them
 * on one split; the users in common on several. Undefined for one run, for ratings of different
 * splits, and with fewer than two units in common.
 */
export function varianceOverRuns(
  runs: readonly StoredRun[],
  metric: string,
): VarianceComponents | undefined {
  if (runs.length < 2) return undefined;
  const same = runs.every((run) => hasSameUnits(run.units, runs[0].units));
  if (!same && runs[0].units.unit === "rating") return undefined;
  const columns = runs.map((run) => unitColumn(run, metric));
  const table = same ? columns : commonUsers(runs, columns);
  return table[0].length < 2 ? undefined : varianceComponents(table);
}

/** The columns over the users that every run has, ascending by user. */
function commonUsers(runs: readonly StoredRun[], columns: readonly Float64Array[]): Float64Array[] {
  const byUser = runs.map(({ units }, index) => {
    return new Map(Array.from(units.userIndex, (user, row) => [user, columns[index][row]]));
  });
  const users = Array.from(byUser[0].keys())
    .filter((user) => byUser.every((values) => values.has(user)))
    .sort((one, other) => one - other);
  return byUser.map((values) => Float64Array.from(users, (user) => values.get(user)!));
}
