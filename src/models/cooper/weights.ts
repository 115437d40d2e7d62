/** What a rating weighs in a profile. */
import type { SparseMatrix } from "../../compute/sparse.js";

/**
 * How ratings are mixed into profiles of text: `scaled`, the paper's r / maximum; `centred`, the user's
 * mean rating taken off; `none`, all alike.
 */
export type RatingMixing = "scaled" | "centred" | "none";

/**
 * `[nnz]` the weight of each entry of `ratings` `[nUsers x nItems]`. `maximum` is the highest rating of
 * the scale. A user whose ratings are all the same has no centred ones, and 1 for all of them.
 */
export function mixingWeights(
  ratings: SparseMatrix,
  mixing: RatingMixing,
  maximum: number,
): Float32Array {
  if (mixing === "none") return new Float32Array(ratings.values.length).fill(1);
  if (mixing === "scaled") return ratings.values.map((rating) => rating / maximum);
  return byUser(ratings, (own) => {
    const mean = own.reduce((sum, rating) => sum + rating, 0) / own.length;
    return own.map((rating) => rating - mean);
  });
}

/**
 * `[nnz]` the rating where it is above `likedAbove` times `maximum`, else 0; the paper's 7 of 10 is 0.7.
 * A user without such a rating has 1 for all.
 */
export function likedWeights(
  ratings: SparseMatrix,
  likedAbove: number,
  maximum: number,
): Float32Array {
  const limit = likedAbove * maximum;
  return byUser(ratings, (own) => own.map((rating) => (rating > limit ? rating : 0)));
}

/** Weights user by user; 1 for every entry of a user whose weights are all 0. */
function byUser(
  { nRows, offsets, values }: SparseMatrix,
  weigh: (own: Float32Array) => Float32Array,
): Float32Array {
  const weights = new Float32Array(values.length);
  for (let user = 0; user < nRows; user++) {
    const [start, end] = [offsets[user], offsets[user + 1]];
    if (start === end) continue;
    const own = weigh(values.subarray(start, end));
    weights.set(own.every((weight) => weight === 0) ? own.fill(1) : own, start);
  }
  return weights;
}
