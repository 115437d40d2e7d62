/**
 * k nearest users on residuals from user and item baselines, with shrunk Pearson similarity.
 *
 * Equation: r^_ui = b_ui + sum_j s_uj (r - b) / sum_j s_uj over the k users j most similar to u among
 * those with a rating of the same item; b_ui = mu + b_u + b_i by alternating least squares
 * (`shared/baselines.ts`); s is the cosine of the residuals over common items times
 * (n - 1) / (n - 1 + shrinkage) (`shared/co-rating.ts`).
 * Source: Y. Koren, "Factor in the Neighbors", TKDD 4(1), 2010, section 2.2; Surprise's
 * KNNBaseline with `pearson_baseline`.
 * Deviations from Surprise: a user is never its own neighbour, so predictions of training pairs do not
 * see their own rating; equal similarities go to the lower index, not to the higher rating.
 * A user or item without a training row has bias 0 and no neighbours. A k above the number of users
 * acts like that number. Clipped to the scale.
 */
import { baselineDefaults, learnBaselines, readBaselineSettings } from "../shared/baselines.js";
import {
  learnNeighbourhood,
  neighbourhoodScorer,
  readNeighbourhoodSettings,
} from "../shared/neighbourhood.js";
import { ratingModel } from "../shared/rating-model.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/**
 * User-kNN with baselines. Settings: `neighbours` (k, 40), `minimumNeighbours` (1), `similarity` ("cosine"
 * of the residuals, or "pearson"), `minimumSupport` (common items needed, 1), `shrinkage` (100, in
 * common items), `amplification` (1, the power that similarities are raised to as weights),
 * `baselineEpochs` (10), `userRegularisation` (15), `itemRegularisation` (10).
 */
export const userKnnBaseline: ModelEntry<RatingPredictor> = ratingModel({
  id: "user-knn-baseline",
  title: "User-kNN with baselines",
  source: "Koren 2010, section 2.2; Surprise KNNBaseline (pearson_baseline)",
  floor: false,
  clipped: true,
  defaults: {
    neighbours: 40,
    minimumNeighbours: 1,
    similarity: "cosine",
    minimumSupport: 1,
    shrinkage: 100,
    amplification: 1,
    ...baselineDefaults,
  },
  // J. Herlocker et al., "An Empirical Analysis of Design Choices in Neighborhood-Based Collaborative Filtering
  // Algorithms", Information Retrieval 5, 2002, for neighbours and devaluing few common ratings; J. Breese et
  // al., "Empirical Analysis of Predictive Algorithms", UAI 1998, for amplification (2.5 there).
  // Koren's shrinkage of 100 and constants of 25 and 10, and Surprise's 10 and 15, lie inside.
  searchSpace: {
    neighbours: { low: 5, high: 200, scale: "log", integer: true },
    amplification: [1, 1.5, 2, 2.5, 3],
    shrinkage: [0, 25, 50, 100, 200],
    userRegularisation: [2, 5, 10, 15],
    itemRegularisation: [2, 5, 10, 25],
  },
  readSettings: (config) => ({
    ...readNeighbourhoodSettings(config),
    ...readBaselineSettings(config),
  }),
  learn: (table, settings, _input, steps) => {
    const { userBias, itemBias } = learnBaselines(table, settings);
    const rowLevel = userBias.map((deviation) => table.globalMean + deviation);
    return learnNeighbourhood(table, "user", { rowLevel, columnLevel: itemBias }, settings, steps);
  },
  scorer: (state, settings) => neighbourhoodScorer(state, "user", settings),
});
