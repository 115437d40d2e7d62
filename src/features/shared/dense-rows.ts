import type { SparseMatrix } from "../../compute/sparse.js";

/** A dense matrix `[nRows x dim]`, given row by row, in the form that the decomposition reads. */
export function denseRows(values: Float64Array, dim: number): SparseMatrix {
  const nRows = dim === 0 ? 0 : values.length / dim;
  return {
    nRows,
    nColumns: dim,
    offsets: Int32Array.from({ length: nRows + 1 }, (_unused, row) => row * dim),
    columns: Int32Array.from({ length: values.length }, (_unused, at) => at % dim),
    values: Float32Array.from(values),
  };
}
