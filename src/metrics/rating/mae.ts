import { meanOf } from "../mean.js";
import { ratingErrors, type RatingErrorOptions } from "./rating-errors.js";

/**
 * Mean absolute error over all ratings (not per user), in the units of the scale. Predictions are
 * clipped only where `options.clipTo` says so. Throws as {@link ratingErrors}.
 */
export function mae(
  predictions: ArrayLike<number>,
  ratings: ArrayLike<number>,
  options: RatingErrorOptions = {},
): number {
  return meanOf(ratingErrors(predictions, ratings, options).absolute);
}
