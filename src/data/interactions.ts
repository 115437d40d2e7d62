import type { Interactions } from "./dataset.js";

/** The rows at these positions, in this order. */
export function takeRows(interactions: Interactions, rows: Int32Array): Interactions {
  const { userIndex, itemIndex, rating, timestamp } = interactions;
  const columns = {
    nRows: rows.length,
    userIndex: new Int32Array(rows.length),
    itemIndex: new Int32Array(rows.length),
    rating: new Float32Array(rows.length),
  };
  rows.forEach((row, position) => {
    columns.userIndex[position] = userIndex[row];
    columns.itemIndex[position] = itemIndex[row];
    columns.rating[position] = rating[row];
  });
  if (timestamp === undefined) return columns;
  return { ...columns, timestamp: Float64Array.from(rows, (row) => timestamp[row]) };
}

/** The positions 0 .. nRows - 1 for which `keep` is true, ascending. */
export function rowsWhere(nRows: number, keep: (row: number) => boolean): Int32Array {
  const rows = new Int32Array(nRows);
  let size = 0;
  for (let row = 0; row < nRows; row++) if (keep(row)) rows[size++] = row;
  return rows.slice(0, size);
}

/** `[nKeys]` how many rows carry each key (a user or item position). */
export function countByKey(keys: Int32Array, nKeys: number): Int32Array {
  const counts = new Int32Array(nKeys);
  for (const key of keys) counts[key]++;
  return counts;
}

/** Rows by user or by item: group g holds `rows[offsets[g] .. offsets[g + 1] - 1]`. */
export interface RowGroups {
  /** `[nGroups + 1]` */
  readonly offsets: Int32Array;
  /** `[nRows]` ascending within a group. */
  readonly rows: Int32Array;
}

/** Groups the positions of `keys` (each 0 .. nKeys - 1) by key. */
export function groupRows(keys: Int32Array, nKeys: number): RowGroups {
  const offsets = new Int32Array(nKeys + 1);
  for (const key of keys) offsets[key + 1]++;
  for (let key = 1; key <= nKeys; key++) offsets[key] += offsets[key - 1];
  const next = offsets.slice(0, nKeys);
  const rows = new Int32Array(keys.length);
  keys.forEach((key, row) => {
    rows[next[key]++] = row;
  });
  return { offsets, rows };
}

/** One number for the pair of user and item; different pairs have different numbers. */
export function pairKey(userIndex: number, itemIndex: number, nItems: number): number {
  return userIndex * nItems + itemIndex;
}
