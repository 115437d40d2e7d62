/**
 * k nearest users on ratings centred by each user's mean.
 *
 * Equation: r^_ui = mean_u + sum_j s_uj (r - mean_j) / sum_j s_uj over the k users j most similar to
 * u among those with a rating of the same item; similarity and choice of neighbours in
 * `shared/co-rating.ts` and `shared/neighbourhood.ts`.
 * Source: Herlocker et al., "An Algorithmic Framework", SIGIR 1999; Surprise's KNNWithMeans.
 * Deviations from Surprise: similarities are of the centred values and shrunk by (n - 1) / (n - 1 +
 * shrinkage); a user is never its own neighbour, so predictions of training pairs do not see their
 * own rating.
 * A user without a training row gets the global mean; an item without one, the user's mean. A k above
 * the number of users acts like that number. Clipped to the scale.
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
 * Centred user-kNN. Settings: `neighbours` (k, 40), `minimumNeighbours` (1), `similarity` ("cosine" or
 * "pearson"), `minimumSupport` (common items needed, 1), `shrinkage` (100, in common items),
 * `amplification` (1, the power that similarities are raised to as weights).
 */
export const userKnnRating: ModelEntry<RatingPredictor> = ratingModel({
  id: "user-knn-rating",
  title: "User-kNN, centred",
  source: "Herlocker et al. 1999; Surprise KNNWithMeans",
  floor: false,
  clipped: true,
  defaults: {
    neighbours: 40,
    minimumNeighbours: 1,
    similarity: "cosine",
    minimumSupport: 1,
    shrinkage: 100,
    amplification: 1,
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
    const rowLevel = rowMeans(table.byUser, table.globalMean, 0);
    const columnLevel = new Float64Array(table.nItems);
    return learnNeighbourhood(table, "user", { rowLevel, columnLevel }, settings, steps);
  },
  scorer: (state, settings) => neighbourhoodScorer(state, "user", settings),
});
