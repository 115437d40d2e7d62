import { sparseFromTriples } from "../../compute/sparse.js";
import type { NearestRows } from "./nearest-rows.js";

/** Who has row r among its nearest, in place of the nearest of r: the transpose of `nearest`. */
export function turned(nearest: NearestRows, nRows: number): NearestRows {
  const owners = new Int32Array(nearest.rows.length);
  for (let row = 0; row < nRows; row++) {
    owners.fill(row, nearest.offsets[row], nearest.offsets[row + 1]);
  }
  const matrix = sparseFromTriples(nRows, nRows, nearest.rows, owners, nearest.similarities);
  return { offsets: matrix.offsets, rows: matrix.columns, similarities: matrix.values };
}
