/**
 * Predicts the mean of all training ratings for every pair: the floor of floors.
 *
 * Equation: r^_ui = mu = sum r_ui / |R|. Users and items without a training row get the same value.
 * Clipped to the scale (which changes nothing: a mean lies inside it).
 */
import { ratingModel } from "../shared/rating-model.js";
import { stateNumber } from "../shared/state-arrays.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/** The global mean; no settings. */
export const globalMean: ModelEntry<RatingPredictor> = ratingModel({
  id: "global-mean",
  title: "Global mean",
  source: "Mean of all training ratings",
  floor: true,
  clipped: true,
  defaults: {},
  searchSpace: {},
  readSettings: () => ({}),
  learn: () => Promise.resolve({ arrays: {} }),
  scorer: (state) => {
    const mean = stateNumber(state, "globalMean");
    return () => mean;
  },
});
