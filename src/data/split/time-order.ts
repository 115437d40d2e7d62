import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../dataset.js";

/**
 * The timestamps of a data set that is to be split by time. Throws `E_SPLIT_TIME` when it has none or
 * when some row lacks one.
 */
export function requireTimestamps(recipe: string, dataset: Dataset): Float64Array {
  const { timestamp, nRows } = dataset.interactions;
  const nMissing = timestamp?.reduce((count, time) => count + Number(isNaN(time)), 0) ?? nRows;
  if (timestamp !== undefined && nMissing === 0) return timestamp;
  throw new MoviolaError("E_SPLIT_TIME", "A split by time needs a timestamp in every row", {
    where: `${recipe} of ${dataset.name}`,
    expected: "a timestamp in every row",
    got: timestamp === undefined ? "no timestamps" : `${nMissing} of ${nRows} rows without one`,
    remedy: "Use a recipe without time, such as per-user-random, or read the timestamp column",
  });
}

/**
 * Puts row positions into order of time, in place, and returns them. Rows of the same time stay in
 * the data set's order, so that the order depends on the data alone; a time of 0 comes first.
 */
export function sortByTime(rows: Int32Array, timestamp: Float64Array): Int32Array {
  return rows.sort((one, other) => timestamp[one] - timestamp[other] || one - other);
}
