import type { SparseMatrix } from "../../compute/sparse.js";

/** The rows of a matrix that are marked and not empty, in their order. */
export function chooseRows(matrix: SparseMatrix, marked: Uint8Array): SparseMatrix {
  const { offsets, columns, values } = matrix;
  const chosen = [...marked.keys()].filter(
    (row) => marked[row] === 1 && offsets[row + 1] > offsets[row],
  );
  const ends = new Int32Array(chosen.length + 1);
  chosen.forEach((row, at) => (ends[at + 1] = ends[at] + offsets[row + 1] - offsets[row]));
  const kept = {
    columns: new Int32Array(ends[chosen.length]),
    values: new Float32Array(ends[chosen.length]),
  };
  chosen.forEach((row, at) => {
    kept.columns.set(columns.subarray(offsets[row], offsets[row + 1]), ends[at]);
    kept.values.set(values.subarray(offsets[row], offsets[row + 1]), ends[at]);
  });
  return { nRows: chosen.length, nColumns: matrix.nColumns, offsets: ends, ...kept };
}
