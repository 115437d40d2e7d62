/**
 * Several runs of one model as one column of values by unit: the mean over runs for each unit first,
 * so that seeds do not pass for more users.
 */
import { MoviolaError } from "../../common/errors.js";
import type { StoredRun } from "../store/stored-run.js";
import { splitsOf, type RunGroup } from "./group-runs.js";
import { hasSameUnits, unitColumn } from "./metric-columns.js";

/** A column whose unit `i` is the one that `keys[i]` names. */
export interface PooledColumn {
  /** The user, or the number of the rating over all splits; ascending. */
  readonly keys: Int32Array;
  readonly values: Float64Array;
}

/**
 * Pools a group's runs. Users: each user's mean over the runs that have it. Ratings: each held-out
 * rating's mean over the runs of its split, split after split. Throws `E_COMPARE_UNITS` when runs of
 * one split differ in users or ratings.
 */
export function poolRuns(group: RunGroup, metric: string): PooledColumn {
  for (const split of splitsOf(group)) checkUnits(runsOfSplit(group, split));
  const isRating = group.runs[0].units.unit === "rating";
  return isRating ? poolRatings(group, metric) : poolUsers(group.runs, metric);
}

function runsOfSplit(group: RunGroup, split: string): StoredRun[] {
  return group.runs.filter((run) => run.record.manifest.split.hash === split);
}

function poolUsers(runs: readonly StoredRun[], metric: string): PooledColumn {
  const sums = new Map<number, { sum: number; count: number }>();
  for (const run of runs) {
    const column = unitColumn(run, metric);
    run.units.userIndex.forEach((user, row) => {
      const own = sums.get(user) ?? { sum: 0, count: 0 };
      own.sum += column[row];
      own.count++;
      sums.set(user, own);
    });
  }
  const keys = Int32Array.from(sums.keys()).sort();
  const values = Float64Array.from(keys, (user) => {
    const { sum, count } = sums.get(user)!;
    return sum / count;
  });
  return { keys, values };
}

function poolRatings(group: RunGroup, metric: string): PooledColumn {
  const columns = splitsOf(group).map((split) => {
    const runs = runsOfSplit(group, split).map((run) => unitColumn(run, metric));
    return runs[0].map((_value, row) => runs.reduce((sum, run) => sum + run[row], 0) / runs.length);
  });
  const values = new Float64Array(columns.reduce((sum, column) => sum + column.length, 0));
  let at = 0;
  for (const column of columns) {
    values.set(column, at);
    at += column.length;
  }
  return { keys: Int32Array.from(values.keys()), values };
}

function checkUnits(runs: readonly StoredRun[]): void {
  const other = runs.find((run) => !hasSameUnits(run.units, runs[0].units));
  if (other !== undefined) throw unitsError(other.record.id, runs[0].record.id);
}

/** Throws `E_COMPARE_UNITS` unless all columns have the same units. */
export function checkSameKeys(columns: readonly PooledColumn[], labels: readonly string[]): void {
  columns.forEach(({ keys }, index) => {
    const first = columns[0].keys;
    const same = keys.length === first.length && keys.every((key, at) => key === first[at]);
    if (!same) throw unitsError(labels[index], labels[0]);
  });
}

function unitsError(one: string, other: string): MoviolaError {
  return new MoviolaError("E_COMPARE_UNITS", "Runs were evaluated on different users or ratings", {
    where: `${one} and ${other}`,
    expected: "the same users or ratings for the same split",
    got: "different ones",
    remedy: "Run both models again on the same split",
  });
}
