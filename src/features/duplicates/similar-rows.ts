import { transpose, type SparseMatrix } from "../../compute/sparse.js";
import type { AlikePair } from "./group-pairs.js";

/**
 * The pairs of rows, each of length 1, whose dot product is at least `minimum` (above 0), exactly: only
 * rows that share a column are looked at.
 */
export function similarRows(matrix: SparseMatrix, minimum: number): AlikePair[] {
  const byColumn = transpose(matrix);
  const sums = new Float64Array(matrix.nRows);
  const pairs: AlikePair[] = [];
  for (let one = 0; one < matrix.nRows; one++) {
    const touched: number[] = [];
    for (let at = matrix.offsets[one]; at < matrix.offsets[one + 1]; at++) {
      const column = matrix.columns[at];
      for (let entry = byColumn.offsets[column]; entry < byColumn.offsets[column + 1]; entry++) {
        const other = byColumn.columns[entry];
        if (other <= one) continue;
        if (sums[other] === 0) touched.push(other);
        sums[other] += matrix.values[at] * byColumn.values[entry];
      }
    }
    for (const other of touched) {
      if (sums[other] >= minimum) pairs.push({ one, other, similarity: Math.min(1, sums[other]) });
      sums[other] = 0;
    }
  }
  return pairs;
}
