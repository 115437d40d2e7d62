/**
 * The k most similar rows of every row of a matrix of positives.
 *
 * With w the weights of `weighting.ts`, x.y = sum over common columns of w_xc w_yc, n_x the number of
 * columns of x and n_xy of common ones:
 *   cosine, tf-idf  x.y / (|x| |y| + shrinkage)
 *   jaccard         n_xy / (n_x + n_y - n_xy + shrinkage)
 *   bm25            x.y * n_xy / (n_xy + shrinkage)      (not normalised, as in `implicit`)
 * Only similarities above 0 are kept; ties go to the lower index; a row is never its own neighbour.
 */
import { findNearestRows, type NearestRows } from "../../compute/kernels/nearest-rows.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import type { FitSteps } from "./fit-steps.js";
import { entryWeights, type Weighting } from "./weighting.js";

export type { NearestRows };

/** Settings of {@link nearestRows}. */
export interface NearestRowsSettings {
  readonly weighting: Weighting;
  readonly shrinkage: number;
  readonly neighbours: number;
}

/** Nearest rows of every row of `matrix`; throws `E_MODEL_ABORTED`, `E_COMPUTE_MEMORY`. */
export async function nearestRows(
  matrix: SparseMatrix,
  { weighting, shrinkage, neighbours }: NearestRowsSettings,
  steps: FitSteps,
): Promise<NearestRows> {
  const weights = entryWeights(matrix, weighting);
  const problem = {
    formula: weighting === "tf-idf" ? "cosine" : weighting,
    matrix,
    rowWeights: weights,
    columnWeights: weights,
    isUniform: weighting !== "bm25",
    norms: weighting === "jaccard" ? rowLengths(matrix) : squares(matrix, weights),
    shrinkage,
    neighbours,
  } as const;
  return withWorkspace((workspace, pool) =>
    findNearestRows(workspace, pool, problem, (done) =>
      steps.step(done, matrix.nRows, "rows compared"),
    ),
  );
}

/** `[nRows]` numbers of columns. */
function rowLengths({ nRows, offsets }: SparseMatrix): Float64Array {
  return Float64Array.from({ length: nRows }, (_unused, row) => offsets[row + 1] - offsets[row]);
}

/** `[nRows]` sums of the squared weights. */
function squares(matrix: SparseMatrix, weights: Float64Array): Float64Array {
  const sums = new Float64Array(matrix.nRows);
  for (let row = 0; row < matrix.nRows; row++) {
    for (let entry = matrix.offsets[row]; entry < matrix.offsets[row + 1]; entry++) {
      sums[row] += weights[entry] ** 2;
    }
  }
  return sums;
}
