/**
 * SVD++: matrix factorisation that also reads which items a user has rated at all.
 *
 * Equation: r^_ui = mu + b_u + b_i + q_i . (p_u + |N(u)|^-1/2 sum_{j in N(u)} y_j), N(u) the items that u
 * rated in the training part; learned by stochastic gradient descent on the squared error plus
 * reg (b_u^2 + b_i^2 + |p_u|^2 + |q_i|^2 + sum_j |y_j|^2).
 * Source: Y. Koren, "Factorization Meets the Neighborhood", KDD 2008, section 3, equation 15;
 * Surprise's SVDpp.
 * The update of all y_j at each rating is done in closed form once a user (see `sgd.ts`): the same
 * numbers as the per-rating loop up to rounding. Deviations from Surprise: users are visited in a new
 * random order each epoch, the settings are chosen on validation parts of MovieLens, and with a validation
 * part the epoch with the best RMSE on it is kept.
 * A user without a training row gets mu + b_i; an item without one, mu + b_u. Clipped to the scale.
 */
import { learnByEpochs } from "../shared/epochs.js";
import { factorArrays, factorStateScorer } from "../shared/factors.js";
import { ratingModel } from "../shared/rating-model.js";
import { readSgdSettings } from "../shared/sgd-settings.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { createSvdPpLearner } from "./sgd.js";

/**
 * SVD++. Settings: `embeddingSize` (20), `epochs` (20), `learningRate` (0.01), `regularisation` (0.04),
 * `initialDeviation` of the factors (0.05), `patience` in epochs for early stopping on the validation
 * part (3; 0: never).
 */
export const svdPp: ModelEntry<RatingPredictor> = ratingModel({
  id: "svd-pp",
  title: "SVD++",
  source: "Koren 2008, equation 15; Surprise SVDpp",
  floor: false,
  clipped: true,
  defaults: {
    embeddingSize: 20,
    epochs: 20,
    learningRate: 0.01,
    regularisation: 0.04,
    initialDeviation: 0.05,
    patience: 3,
  },
  // Surprise's defaults and the settings of Koren 2008 lie inside. More factors and longer, slower training
  // than usual: S. Rendle, L. Zhang, Y. Koren, "On the Difficulty of Evaluating Baselines", arXiv
  // 1905.01395, 2019. Training stops early, so that the epochs are a limit.
  searchSpace: {
    embeddingSize: [10, 20, 50, 100],
    epochs: [100],
    learningRate: { low: 0.001, high: 0.03, scale: "log" },
    regularisation: { low: 0.005, high: 0.2, scale: "log" },
  },
  readSettings: readSgdSettings,
  learn: async (table, settings, input, steps) => {
    const learner = createSvdPpLearner(table, settings, input.seed);
    const report = await learnByEpochs(learner, settings, table, input.valid, steps);
    return { arrays: factorArrays(learner.combined()), report };
  },
  scorer: (state, settings) => factorStateScorer(state, settings.nFactors),
});
