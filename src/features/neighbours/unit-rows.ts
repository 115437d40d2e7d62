import type { PlainMatrix } from "../feature-set.js";

/** Vectors as directions. */
export interface UnitRows {
  /** `[nRows]` item of each row, ascending. */
  readonly items: Int32Array;
  /** `[nRows x dim]` rows of length 1. */
  readonly rows: Float64Array;
  readonly dim: number;
}

/**
 * The vectors of the items that have one, and for which `isWanted` (default: all) holds, scaled to
 * length 1; with `centred` their mean is subtracted first. Vectors of zeros, which have no direction,
 * are left out.
 */
export function unitRows(
  { nItems, dim, values, missing }: PlainMatrix,
  options: { readonly centred?: boolean; readonly isWanted?: (item: number) => boolean } = {},
): UnitRows {
  const { centred = false, isWanted = () => true } = options;
  const chosen: number[] = [];
  for (let item = 0; item < nItems; item++) {
    if (missing[item] === 0 && isWanted(item)) chosen.push(item);
  }
  const rows = new Float64Array(chosen.length * dim);
  chosen.forEach((item, row) => rows.set(values.subarray(item * dim, (item + 1) * dim), row * dim));
  if (centred) centreRows(rows, dim);
  const kept = chosen.filter((_item, row) => scaleRow(rows, row * dim, dim));
  if (kept.length === chosen.length) return { items: Int32Array.from(kept), rows, dim };
  const full = new Set(kept);
  return unitRows(
    { nItems, dim, values, missing },
    { centred, isWanted: (item) => full.has(item) },
  );
}

/** Subtracts the mean row from every row, in place. */
export function centreRows(rows: Float64Array, dim: number): void {
  const nRows = rows.length / dim;
  const mean = new Float64Array(dim);
  for (let at = 0; at < rows.length; at++) mean[at % dim] += rows[at] / nRows;
  for (let at = 0; at < rows.length; at++) rows[at] -= mean[at % dim];
}

/** False for a row of zeros. */
function scaleRow(rows: Float64Array, start: number, dim: number): boolean {
  let squares = 0;
  for (let at = start; at < start + dim; at++) squares += rows[at] * rows[at];
  if (squares === 0) return false;
  const factor = 1 / Math.sqrt(squares);
  for (let at = start; at < start + dim; at++) rows[at] *= factor;
  return true;
}
