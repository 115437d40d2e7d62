import type { RatingScale } from "../dataset.js";

/** Whole stars, as MovieLens 100K and 1M have them. */
export const ONE_TO_FIVE: RatingScale = { minimum: 1, maximum: 5, step: 1 };
/** Half stars, as the later MovieLens releases have them. */
export const HALF_TO_FIVE: RatingScale = { minimum: 0.5, maximum: 5, step: 0.5 };
/** Ten stars, as IMDb reviews have them. */
export const ONE_TO_TEN: RatingScale = { minimum: 1, maximum: 10, step: 1 };
/** Positives without ratings: 1 for seen, 0 for not seen. */
export const IMPLICIT: RatingScale = { minimum: 0, maximum: 1, step: 1 };

/** The scale that ratings show: their minimum, maximum and smallest distance (1 when all are equal). */
export function observedScale(rating: Float32Array): RatingScale {
  const values = [...new Set(rating)].filter(Number.isFinite).sort((one, other) => one - other);
  if (values.length === 0) return IMPLICIT;
  let step = Number.POSITIVE_INFINITY;
  for (let index = 1; index < values.length; index++) {
    step = Math.min(step, values[index] - values[index - 1]);
  }
  return {
    minimum: values[0],
    maximum: values[values.length - 1],
    step: Number.isFinite(step) ? step : 1,
  };
}
