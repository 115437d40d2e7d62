/**
 * Weights of positives before rows are compared. Rows play the part of documents, columns of terms;
 * n_c is the number of rows with column c, N the number of rows, |r| the number of columns of row r.
 *   cosine, jaccard  1
 *   tf-idf           ln N - ln(1 + n_c)
 *   bm25             idf * (K1 + 1) / (K1 * (1 - B + B * |r| / mean |r|) + 1), K1 = 1.2, B = 0.75
 * as in the `implicit` library (`nearest_neighbours.py`: tfidf_weight, bm25_weight), where x = 1.
 */
import type { SparseMatrix } from "../../compute/sparse.js";

/** How positives are weighted and rows compared. */
export type Weighting = "cosine" | "jaccard" | "tf-idf" | "bm25";

/** All weightings, in the order they are documented. */
export const weightings: readonly Weighting[] = ["cosine", "jaccard", "tf-idf", "bm25"];

const saturation = 1.2;
const lengthShare = 0.75;

/** `[nnz]` weight of every entry of `matrix`. */
export function entryWeights(matrix: SparseMatrix, weighting: Weighting): Float64Array {
  const weights = new Float64Array(matrix.columns.length).fill(1);
  if (weighting === "cosine" || weighting === "jaccard") return weights;
  const rarity = inverseFrequency(matrix);
  const meanLength = matrix.columns.length / matrix.nRows;
  for (let row = 0; row < matrix.nRows; row++) {
    const length = matrix.offsets[row + 1] - matrix.offsets[row];
    const lengthNorm = 1 - lengthShare + (lengthShare * length) / meanLength;
    const scale = weighting === "tf-idf" ? 1 : (saturation + 1) / (saturation * lengthNorm + 1);
    for (let entry = matrix.offsets[row]; entry < matrix.offsets[row + 1]; entry++) {
      weights[entry] = rarity[matrix.columns[entry]] * scale;
    }
  }
  return weights;
}

/** `[nColumns]` ln N - ln(1 + n_c). */
function inverseFrequency(matrix: SparseMatrix): Float64Array {
  const counts = new Float64Array(matrix.nColumns);
  for (const column of matrix.columns) counts[column]++;
  return counts.map((count) => Math.log(matrix.nRows) - Math.log1p(count));
}
