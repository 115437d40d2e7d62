import { meanOf } from "../mean.js";
import { ratingErrors, type RatingErrorOptions } from "./rating-errors.js";

/**
 * Root mean squared error over all ratings (not per user), in the units of the scale. Predictions are
 * clipped only where `options.clipTo` says so. Throws as {@link ratingErrors}.
 */
export function rmse(
  predictions: ArrayLike<number>,
  ratings: ArrayLike<number>,
  options: RatingErrorOptions = {},
): number {
  return Math.sqrt(meanOf(ratingErrors(predictions, ratings, options).squared));
}
