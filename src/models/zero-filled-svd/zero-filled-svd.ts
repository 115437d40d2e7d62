/**
 * Truncated singular value decomposition of the rating matrix with 0 for every unrated cell. It is
 * here to show a mistake: "not rated" is read as "rated 0", and the result is worse than a constant.
 *
 * Equation: r^_ui = (U_k S_k V_k^T)_ui, of the uncentred matrix.
 * Source: what the "SVD" row of Table 2 of Xia et al. 2024 (arXiv 2407.09157) appears to be; its values
 * (2.345 train, 2.298 test) are of this size and cannot come from observed ratings alone.
 * Predictions are NOT clipped: the published values are reached only unclipped. A user or item
 * without a training row gets 0, as the method says. An `embeddingSize` above the rank acts like it.
 */
import { truncatedSvd } from "../../compute/truncated-svd.js";
import { ratingModel } from "../shared/rating-model.js";
import { wholeNumber } from "../shared/settings.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/** Zero-filled SVD. Setting: `embeddingSize` (10, the rank k). */
export const zeroFilledSvd: ModelEntry<RatingPredictor> = ratingModel({
  id: "zero-filled-svd",
  title: "SVD, zero-filled (as a published mistake)",
  source: "Xia et al. 2024, Table 2, row SVD, as it appears to have been computed",
  floor: false,
  clipped: false,
  defaults: { embeddingSize: 10 },
  searchSpace: { embeddingSize: [5, 10, 20] },
  readSettings: (config) => ({ rank: wholeNumber(config, "embeddingSize", { minimum: 1 }) }),
  learn: (table, settings, input) => {
    const { rank, left, right, singularValues } = truncatedSvd(table.byUser, settings.rank, {
      seed: input.seed,
    });
    const userFactors = Float32Array.from(left, (value, at) => value * singularValues[at % rank]);
    const arrays = { userFactors, itemFactors: Float32Array.from(right) };
    return Promise.resolve({ arrays, numbers: { rank } });
  },
  scorer: (state) => {
    const rank = stateNumber(state, "rank");
    const userFactors = floatArray(state, "userFactors", state.nUsers * rank);
    const itemFactors = floatArray(state, "itemFactors", state.nItems * rank);
    return (user, item) => {
      let sum = 0;
      for (let factor = 0; factor < rank; factor++) {
        sum += userFactors[user * rank + factor] * itemFactors[item * rank + factor];
      }
      return sum;
    };
  },
});
