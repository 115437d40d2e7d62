import type { SparseMatrix } from "../../compute/sparse.js";
import { truncatedSvd } from "../../compute/truncated-svd.js";

/** Residuals, relative to the strongest direction, that no picture shows. */
const tolerance = 1e-6;

/** Rows along the directions in which they differ most. */
export interface PrincipalComponents {
  /** At most the wanted number; fewer when the rows differ in fewer directions. */
  readonly dim: number;
  /** `[nRows x dim]` row-major, strongest direction first. */
  readonly values: Float64Array;
}

/**
 * Principal components of `values` `[nRows x dim]`: the mean row is taken off, and the strongest
 * singular directions of the rest are kept. Directions weaker than a millionth of the strongest one
 * are rounding, and left out. Deterministic.
 */
export function principalComponents(
  values: Float32Array,
  dim: number,
  wanted: number,
): PrincipalComponents {
  const nRows = values.length / dim;
  const { left, rank, singularValues } = truncatedSvd(centred(values, nRows, dim), wanted, {
    tolerance,
  });
  const kept = singularValues.filter((value) => value > 1e-6 * singularValues[0]).length;
  const scores = new Float64Array(nRows * kept);
  for (let row = 0; row < nRows; row++) {
    for (let at = 0; at < kept; at++) {
      scores[row * kept + at] = left[row * rank + at] * singularValues[at];
    }
  }
  return { dim: kept, values: scores };
}

/** The rows less their mean, as a sparse matrix in which every cell stands. */
function centred(values: Float32Array, nRows: number, dim: number): SparseMatrix {
  const mean = new Float64Array(dim);
  values.forEach((value, at) => (mean[at % dim] += value / nRows));
  return {
    nRows,
    nColumns: dim,
    offsets: Int32Array.from({ length: nRows + 1 }, (_unused, row) => row * dim),
    columns: Int32Array.from(values, (_unused, at) => at % dim),
    values: values.map((value, at) => value - mean[at % dim]),
  };
}
