/**
 * Predicts user u's mean training rating, whatever the item.
 *
 * Equation: r^_ui = (sum over the ratings of u + shrinkage * mu) / (n_u + shrinkage), mu the global mean.
 * A user without a training row gets mu. Clipped to the scale.
 */
import { rowMeans } from "../shared/means.js";
import { ratingModel } from "../shared/rating-model.js";
import { realNumber } from "../shared/settings.js";
import { floatArray } from "../shared/state-arrays.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/** The user mean. Setting: `shrinkage` (0: plain mean), in ratings of the global mean's value. */
export const userMean: ModelEntry<RatingPredictor> = ratingModel({
  id: "user-mean",
  title: "User mean",
  source: "Mean training rating of the user",
  floor: true,
  clipped: true,
  defaults: { shrinkage: 0 },
  searchSpace: { shrinkage: [0, 1, 5, 25] },
  readSettings: (config) => ({ shrinkage: realNumber(config, "shrinkage", { minimum: 0 }) }),
  learn: (table, { shrinkage }) => {
    const means = rowMeans(table.byUser, table.globalMean, shrinkage);
    return Promise.resolve({ arrays: { userMean: Float32Array.from(means) } });
  },
  scorer: (state) => {
    const means = floatArray(state, "userMean", state.nUsers);
    return (user) => means[user];
  },
});
