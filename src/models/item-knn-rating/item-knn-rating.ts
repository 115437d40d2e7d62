/**
 * k nearest items on ratings centred by each item's mean.
 *
 * Equation: r^_ui = mean_i + sum_j s_ij (r - mean_j) / sum_j s_ij over the k items j most similar to
 * i among those with a rating of the same user; similarity and choice of neighbours in
 * `shared/co-rating.ts` and `shared/neighbourhood.ts`.
 * Source: Sarwar et al., "Item-based Collaborative Filtering", WWW 2001; Surprise's KNNWithMeans.
 * Deviations from Surprise: similarities are of the centred values and shrunk by (n - 1) / (n - 1 +
 * shrinkage); weights are s^amplification (1 there, 2 here by default); an item is never its own
 * neighbour, so predictions of training pairs do not see their own rating.
 * An item without a training row gets the global mean; a user without one, the item's mean. A k above
 * the number of items acts like that number. Clipped to the scale.
 */
import { rowMeans } from "../shared/means.js";
import {
  learnNeighbourhood,
  neighbourhoodScorer,
  readNeighbourhoodSettings,
} from "../shared/neighbourhood.js";
import { ratingModel } from "../shared/rating-model.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/**
 * Centred item-kNN. Settings: `neighbours` (k, 40), `minimumNeighbours` (1), `similarity` ("cosine" or
 * "pearson"), `minimumSupport` (common users needed, 1), `shrinkage` (100, in common users),
 * `amplification` (2, the power that similarities are raised to as weights).
 */
export const itemKnnRating: ModelEntry<RatingPredictor> = ratingModel({
  id: "item-knn-rating",
  title: "Item-kNN, centred",
  source: "Sarwar et al. 2001; Surprise KNNWithMeans",
  floor: false,
  clipped: true,
  defaults: {
    neighbours: 40,
    minimumNeighbours: 1,
    similarity: "cosine",
    minimumSupport: 1,
    shrinkage: 100,
    amplification: 2,
  },
  // J. Herlocker et al., "An Empirical Analysis of Design Choices in Neighborhood-Based Collaborative Filtering
  // Algorithms", Information Retrieval 5, 2002, for neighbours and devaluing few common ratings; J. Breese et
  // al., "Empirical Analysis of Predictive Algorithms", UAI 1998, for amplification (2.5 there).
  searchSpace: {
    neighbours: { low: 5, high: 200, scale: "log", integer: true },
    similarity: ["cosine", "pearson"],
    amplification: [1, 1.5, 2, 2.5, 3],
    shrinkage: [0, 10, 25, 50, 100, 200],
  },
  readSettings: readNeighbourhoodSettings,
  learn: (table, settings, _input, steps) => {
    const rowLevel = rowMeans(table.byItem, table.globalMean, 0);
    const columnLevel = new Float64Array(table.nUsers);
    return learnNeighbourhood(table, "item", { rowLevel, columnLevel }, settings, steps);
  },
  scorer: (state, settings) => neighbourhoodScorer(state, "item", settings),
});
