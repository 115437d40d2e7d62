import { MoviolaError } from "../../common/errors.js";
import type { RatingScale } from "../../data/dataset.js";

/** The errors of rating predictions, rating by rating. */
export interface RatingErrors {
  /** `[n]` (prediction - rating)^2 */
  readonly squared: Float64Array;
  /** `[n]` |prediction - rating| */
  readonly absolute: Float64Array;
  /** How many predictions lay outside the scale and were moved to its end; 0 without clipping. */
  readonly nClipped: number;
}

/** How rating predictions are judged. */
export interface RatingErrorOptions {
  /** Predictions are clipped to this scale first; left as they are when it is absent. */
  readonly clipTo?: Pick<RatingScale, "minimum" | "maximum">;
}

/**
 * Errors of `predictions` against `ratings`, both `[n]`, in the units of the rating scale.
 * Throws `E_METRIC_SHAPE` when the lengths differ, `E_METRIC_EMPTY` for no rating, and
 * `E_METRIC_RATING` for a prediction or rating that is not finite, naming its row.
 */
export function ratingErrors(
  predictions: ArrayLike<number>,
  ratings: ArrayLike<number>,
  options: RatingErrorOptions = {},
): RatingErrors {
  checkLengths(predictions, ratings);
  const minimum = options.clipTo?.minimum ?? -Infinity;
  const maximum = options.clipTo?.maximum ?? Infinity;
  const squared = new Float64Array(ratings.length);
  const absolute = new Float64Array(ratings.length);
  let nClipped = 0;
  for (let row = 0; row < ratings.length; row++) {
    const prediction = predictions[row];
    const rating = ratings[row];
    if (!Number.isFinite(prediction)) throw notFinite("prediction", row, prediction);
    if (!Number.isFinite(rating)) throw notFinite("rating", row, rating);
    const clipped = Math.min(Math.max(prediction, minimum), maximum);
    if (clipped !== prediction) nClipped++;
    const error = clipped - rating;
    squared[row] = error * error;
    absolute[row] = Math.abs(error);
  }
  return { squared, absolute, nClipped };
}

function checkLengths(predictions: ArrayLike<number>, ratings: ArrayLike<number>): void {
  if (predictions.length !== ratings.length) {
    throw new MoviolaError("E_METRIC_SHAPE", "Predictions and ratings differ in number", {
      expected: `${ratings.length} predictions, one for each rating`,
      got: String(predictions.length),
    });
  }
  if (ratings.length === 0) {
    throw new MoviolaError("E_METRIC_EMPTY", "There is no rating to judge by", {
      expected: "at least one test rating",
      got: "none",
      remedy: "Check that the split leaves rows for the test part",
    });
  }
}

function notFinite(what: string, row: number, value: number): MoviolaError {
  return new MoviolaError("E_METRIC_RATING", `A ${what} is not a finite number`, {
    where: `row ${row}`,
    expected: "a finite number",
    got: String(value),
  });
}
