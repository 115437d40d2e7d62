/**
 * Regularised user and item biases: mean of all ratings, plus how generous the user is, plus how well
 * the item is liked.
 *
 * Equation: r^_ui = mu + b_u + b_i, biases by alternating least squares (not by SGD); objective and
 * updates in `shared/baselines.ts`.
 * Source: Y. Koren, "Factor in the Neighbors", TKDD 4(1), 2010, section 2.1; Surprise's BaselineOnly with
 * method "als" and its documented settings.
 * A user or item without a training row has bias 0. Clipped to the scale.
 */
import { baselineDefaults, learnBaselines, readBaselineSettings } from "../shared/baselines.js";
import { ratingModel } from "../shared/rating-model.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../registry.js";

/**
 * The bias model. Settings: `baselineEpochs` (10), `userRegularisation` (15) and `itemRegularisation`
 * (10), both in ratings.
 */
export const bias: ModelEntry<RatingPredictor> = ratingModel({
  id: "bias",
  title: "User and item bias",
  source: 'Koren 2010, "Factor in the Neighbors", section 2.1; Surprise BaselineOnly (ALS)',
  floor: true,
  clipped: true,
  defaults: baselineDefaults,
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
