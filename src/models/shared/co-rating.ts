/**
 * Similarity of rows over the columns that both have rated, for all pairs of rows.
 *
 * With x and y the (centred) values of two rows over their n common columns:
 *   cosine  = sum xy / sqrt(sum x^2 * sum y^2)
 *   pearson = the cosine of x and y after each has lost its mean over the common columns
 * and both times (n - 1) / (n - 1 + shrinkage); 0 below `minimumSupport` common columns or where a
 * norm is 0. The cosine of residuals from baselines, so shrunk, is Surprise's `pearson_baseline`
 * (Koren 2010, section 2.2, with n - 1 for n).
 *
 * Row a meets every row b < a through the columns it has rated, so one pass keeps only the sums of
 * one row at a time (which stay in the cache) however many pairs there are.
 */
import type { SparseMatrix } from "../../compute/sparse.js";
import type { FitSteps } from "./fit-steps.js";
import { createTriangle, trianglePosition } from "./triangle.js";

/** How alike two rows are; see the file's header. */
export type SimilarityKind = "cosine" | "pearson";

/** Settings of {@link coRatingSimilarity}. */
export interface CoRatingSettings {
  readonly similarity: SimilarityKind;
  readonly minimumSupport: number;
  readonly shrinkage: number;
}

/** The same values by row and by column. */
export interface CentredRatings {
  /** Sparse pattern by row; its own values are not used. */
  readonly byRow: SparseMatrix;
  /** `[nnz]` in the order of `byRow`. */
  readonly rowValues: Float64Array;
  /** Sparse pattern by column. */
  readonly byColumn: SparseMatrix;
  /** `[nnz]` in the order of `byColumn`. */
  readonly columnValues: Float64Array;
}

const rowsPerStep = 256;
// Sums kept for each other row: xy, xx, yy, n, x, y.
const stride = 6;

/** Similarities of all pairs as a triangle; throws `E_MODEL_SIZE`, `E_MODEL_ABORTED`. */
export async function coRatingSimilarity(
  ratings: CentredRatings,
  settings: CoRatingSettings,
  steps: FitSteps,
): Promise<Float32Array> {
  const { nRows } = ratings.byRow;
  const triangle = createTriangle(nRows);
  const sums = new Float64Array(nRows * stride);
  const accumulate = settings.similarity === "pearson" ? accumulateWithMeans : accumulateProducts;
  for (let row = 0; row < nRows; row++) {
    if (row % rowsPerStep === 0) await steps.step(row, nRows, "rows compared");
    sums.fill(0, 0, row * stride);
    accumulate(ratings, row, sums);
    finishRow(sums, row, settings, triangle);
  }
  return triangle;
}

function accumulateProducts(ratings: CentredRatings, row: number, sums: Float64Array): void {
  const { byRow, rowValues, byColumn, columnValues } = ratings;
  const rows = byColumn.columns;
  for (let entry = byRow.offsets[row]; entry < byRow.offsets[row + 1]; entry++) {
    const x = rowValues[entry];
    const xSquared = x * x;
    for (let other = byColumn.offsets[byRow.columns[entry]]; rows[other] < row; other++) {
      const y = columnValues[other];
      const at = rows[other] * stride;
      sums[at] += x * y;
      sums[at + 1] += xSquared;
      sums[at + 2] += y * y;
      sums[at + 3] += 1;
    }
  }
}

function accumulateWithMeans(ratings: CentredRatings, row: number, sums: Float64Array): void {
  const { byRow, rowValues, byColumn, columnValues } = ratings;
  const rows = byColumn.columns;
  for (let entry = byRow.offsets[row]; entry < byRow.offsets[row + 1]; entry++) {
    const x = rowValues[entry];
    const xSquared = x * x;
    for (let other = byColumn.offsets[byRow.columns[entry]]; rows[other] < row; other++) {
      const y = columnValues[other];
      const at = rows[other] * stride;
      sums[at] += x * y;
      sums[at + 1] += xSquared;
      sums[at + 2] += y * y;
      sums[at + 3] += 1;
      sums[at + 4] += x;
      sums[at + 5] += y;
    }
  }
}

function finishRow(
  sums: Float64Array,
  row: number,
  settings: CoRatingSettings,
  triangle: Float32Array,
): void {
  const { minimumSupport, shrinkage } = settings;
  const least = Math.max(1, minimumSupport);
  const base = trianglePosition(row, 0);
  for (let other = 0; other < row; other++) {
    const at = other * stride;
    const count = sums[at + 3];
    if (count < least) continue;
    // Without means the last two sums are 0 and the corrections vanish.
    const xMean = sums[at + 4] / count;
    const yMean = sums[at + 5] / count;
    const xSquares = sums[at + 1] - xMean * sums[at + 4];
    const ySquares = sums[at + 2] - yMean * sums[at + 5];
    // Rounding leaves a constant row a tiny square instead of 0.
    if (xSquares <= 1e-12 * sums[at + 1] || ySquares <= 1e-12 * sums[at + 2]) continue;
    const alike = (sums[at] - xMean * sums[at + 5]) / Math.sqrt(xSquares * ySquares);
    const trust = shrinkage === 0 ? 1 : (count - 1) / (count - 1 + shrinkage);
    triangle[base + other] = trust * alike;
  }
}
