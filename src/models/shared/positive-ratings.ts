import { MoviolaError } from "../../common/errors.js";
import { findEntry, type SparseMatrix } from "../../compute/sparse.js";
import type { FitInput } from "../contract.js";

/**
 * `[nnz]` ratings of the positives in the order of `byUser`, as weights of confidence; of a pair that is
 * rated twice the higher, so that the order of rows does not matter. Throws `E_MODEL_RATING` on one below 0.
 */
export function positiveRatings(input: FitInput, byUser: SparseMatrix): Float32Array {
  const { nRows, userIndex, itemIndex, rating } = input.train.interactions;
  const ratings = new Float32Array(byUser.columns.length);
  for (let row = 0; row < nRows; row++) {
    if (rating[row] < 0) throw negativeError(row, rating[row]);
    const entry = findEntry(byUser, userIndex[row], itemIndex[row]);
    ratings[entry] = Math.max(ratings[entry], rating[row]);
  }
  return ratings;
}

function negativeError(row: number, rating: number): MoviolaError {
  return new MoviolaError("E_MODEL_RATING", "A rating cannot serve as confidence", {
    where: `row ${row}`,
    expected: "a number from 0 up",
    got: String(rating),
    remedy: 'Set `confidence` to "binary", or shift the ratings',
  });
}
