import type { SparseMatrix } from "../../compute/sparse.js";

/**
 * `[nRows]` mean of each row, drawn towards `centre` as by `shrinkage` extra ratings of that value; a
 * row without a rating has the value `centre`.
 */
export function rowMeans(matrix: SparseMatrix, centre: number, shrinkage: number): Float64Array {
  const { offsets, values, nRows } = matrix;
  const means = new Float64Array(nRows).fill(centre);
  for (let row = 0; row < nRows; row++) {
    const count = offsets[row + 1] - offsets[row];
    if (count === 0) continue;
    let sum = shrinkage * centre;
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) sum += values[entry];
    means[row] = sum / (count + shrinkage);
  }
  return means;
}
