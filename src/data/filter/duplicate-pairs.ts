import type { Dataset, Interactions } from "../dataset.js";
import { pairKey, rowsWhere, takeRows } from "../interactions.js";
import { requireChoice } from "./refusals.js";

/**
 * Which of several ratings of one item by one user counts: the earliest, the latest, or their mean.
 * Early and late are by timestamp, equal times (or no times) by position in the data set.
 */
export type KeepDuplicate = "first" | "last" | "mean";

/** A data set in which no user has two rows for an item, and what was done to it. */
export interface DuplicatePairResult {
  readonly dataset: Dataset;
  readonly report: {
    /** Pairs of user and item that stood more than once. */
    readonly nPairs: number;
    /** Rows that are gone. */
    readonly nRemoved: number;
  };
}

/**
 * Leaves one row of every pair of user and item. `first` and `last` keep that row as it is; `mean`
 * keeps the latest row with the mean of the pair's known ratings, missing (NaN) only when all are.
 * The other rows keep their order; no user or item loses all rows. Throws `E_FILTER_OPTION`.
 */
export function mergeDuplicatePairs(dataset: Dataset, keep: KeepDuplicate): DuplicatePairResult {
  requireChoice("duplicate pairs", "keep", keep, ["first", "last", "mean"]);
  const { interactions, nItems } = dataset;
  const survivors = new Map<number, Survivor>();
  for (let row = 0; row < interactions.nRows; row++) {
    const key = pairKey(interactions.userIndex[row], interactions.itemIndex[row], nItems);
    const survivor = survivors.get(key);
    if (survivor === undefined) survivors.set(key, newSurvivor(interactions, row));
    else addRow(survivor, interactions, row, keep);
  }
  const nPairs = countTrue(survivors.values(), (survivor) => survivor.nRows > 1);
  const nRemoved = interactions.nRows - survivors.size;
  if (nRemoved === 0) return { dataset, report: { nPairs, nRemoved } };
  const isKept = new Uint8Array(interactions.nRows);
  const rating = interactions.rating.slice();
  for (const survivor of survivors.values()) {
    isKept[survivor.row] = 1;
    if (keep === "mean") rating[survivor.row] = survivor.sum / survivor.nKnown;
  }
  const rows = rowsWhere(interactions.nRows, (row) => isKept[row] === 1);
  const merged = dataset.with({ interactions: takeRows({ ...interactions, rating }, rows) });
  return { dataset: merged, report: { nPairs, nRemoved } };
}

/** The row of a pair that stays, with the sum over all its known ratings. */
interface Survivor {
  row: number;
  nRows: number;
  sum: number;
  nKnown: number;
}

function newSurvivor({ rating }: Interactions, row: number): Survivor {
  const known = !isNaN(rating[row]);
  return { row, nRows: 1, sum: known ? rating[row] : 0, nKnown: Number(known) };
}

function addRow(
  survivor: Survivor,
  { rating, timestamp }: Interactions,
  row: number,
  keep: KeepDuplicate,
): void {
  survivor.nRows++;
  if (!isNaN(rating[row])) {
    survivor.sum += rating[row];
    survivor.nKnown++;
  }
  const isEarlier = timestamp !== undefined && timestamp[row] < timestamp[survivor.row];
  if (keep === "first" ? isEarlier : !isEarlier) survivor.row = row;
}

function countTrue<T>(values: Iterable<T>, condition: (value: T) => boolean): number {
  let count = 0;
  for (const value of values) if (condition(value)) count++;
  return count;
}
