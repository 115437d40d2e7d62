/**
 * Predicts item i's mean training rating, whatever the user.
 *
 * Equation: r^_ui = (sum over the ratings of i + shrinkage * mu) / (n_i + shrinkage), mu the global mean.
 * An item without a training row gets mu. Clipped to the scale.
 */
import { rowMeans } from "../shared/means.js";
import { ratingModel } from "../shared/rating-model.js";
import { realNumber } from "../shared/settings.js";
import { floatArray } from "../shared/state-arrays.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/** The item mean. Setting: `shrinkage` (0: plain mean), in ratings of the global mean's value. */
export const itemMean: ModelEntry<RatingPredictor> = ratingModel({
  id: "item-mean",
  title: "Item mean",
  source: "Mean training rating of the item",
  floor: true,
  clipped: true,
  defaults: { shrinkage: 0 },
  searchSpace: { shrinkage: [0, 1, 5, 25] },
  readSettings: (config) => ({ shrinkage: realNumber(config, "shrinkage", { minimum: 0 }) }),
  learn: (table, { shrinkage }) => {
    const means = rowMeans(table.byItem, table.globalMean, shrinkage);
    return Promise.resolve({ arrays: { itemMean: Float32Array.from(means) } });
  },
  scorer: (state) => {
    const means = floatArray(state, "itemMean", state.nItems);
    return (_user, item) => means[item];
  },
});
