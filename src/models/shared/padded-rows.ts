/** Rows of factors as kernels read them: `width` numbers each, of which the first `nColumns` count. */
import type { SparseMatrix } from "../../compute/sparse.js";

/** Writes `rows` `[nRows x nColumns]` into `target` `[nRows x width]`, whose padding is left alone. */
export function padRows(
  rows: Float32Array,
  nColumns: number,
  target: Float32Array,
  width: number,
): void {
  for (let row = 0; row * nColumns < rows.length; row++) {
    target.set(rows.subarray(row * nColumns, (row + 1) * nColumns), row * width);
  }
}

/** `[nRows x nColumns]` out of `[nRows x width]`, a copy. */
export function trimRows(rows: Float32Array, width: number, nColumns: number): Float32Array {
  const target = new Float32Array((rows.length / width) * nColumns);
  for (let row = 0; row * nColumns < target.length; row++) {
    target.set(rows.subarray(row * width, row * width + nColumns), row * nColumns);
  }
  return target;
}

/** Draws `nColumns` numbers into each row of `[nRows x width]` that has training pairs; others stay. */
export function drawRows(
  rows: Float32Array,
  { nRows, offsets }: Pick<SparseMatrix, "nRows" | "offsets">,
  nColumns: number,
  width: number,
  draw: () => number,
): void {
  for (let row = 0; row < nRows; row++) {
    if (offsets[row] === offsets[row + 1]) continue;
    for (let at = row * width; at < row * width + nColumns; at++) rows[at] = draw();
  }
}
