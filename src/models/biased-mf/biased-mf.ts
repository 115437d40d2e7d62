/**
 * Biased matrix factorisation by stochastic gradient descent.
 *
 * Equation: r^_ui = mu + b_u + b_i + p_u . q_i; each rating moves, with e = r_ui - r^_ui,
 *   b_u += lr (e - reg b_u),  b_i += lr (e - reg b_i),
 *   p_u += lr (e q_i - reg p_u),  q_i += lr (e p_u - reg q_i).
 * Source: Y. Koren, R. Bell, C. Volinsky, "Matrix Factorization Techniques", Computer 42(8), 2009,
 * equations 3 to 5; Surprise's SVD with its documented settings.
 * Deviations from Surprise: users are visited in a new random order each epoch (items of a user in
 * ascending order), and with a validation part the epoch with the best RMSE on it is kept.
 * A user or item without a training row has bias 0 and factors 0. Clipped to the scale.
 */
import { learnByEpochs } from "../shared/epochs.js";
import { factorArrays, factorStateScorer } from "../shared/factors.js";
import { ratingModel } from "../shared/rating-model.js";
import { readSgdSettings } from "../shared/sgd-settings.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { createBiasedMfLearner } from "./sgd.js";

/**
 * Biased MF. Settings: `embeddingSize` (100), `epochs` (20), `learningRate` (0.005), `regularisation`
 * (0.02), `initialDeviation` of the factors (0.1), `patience` in epochs for early stopping on the
 * validation part (3; 0: never).
 */
export const biasedMf: ModelEntry<RatingPredictor> = ratingModel({
  id: "biased-mf",
  title: "Biased matrix factorisation (SGD)",
  source: "Koren, Bell, Volinsky 2009, equations 3 to 5; Surprise SVD",
  floor: false,
  clipped: true,
  defaults: {
    embeddingSize: 100,
    epochs: 20,
    learningRate: 0.005,
    regularisation: 0.02,
    initialDeviation: 0.1,
    patience: 3,
  },
  // Surprise's defaults lie inside. More factors and longer, slower training
  // than usual: S. Rendle, L. Zhang, Y. Koren, "On the Difficulty of Evaluating Baselines", arXiv
  // 1905.01395, 2019. Training stops early, so that the epochs are a limit.
  searchSpace: {
    embeddingSize: [20, 50, 100, 200],
    epochs: [100],
    learningRate: { low: 0.001, high: 0.03, scale: "log" },
    regularisation: { low: 0.005, high: 0.2, scale: "log" },
  },
  readSettings: readSgdSettings,
  learn: async (table, settings, input, steps) => {
    const learner = createBiasedMfLearner(table, settings, input.seed);
    const report = await learnByEpochs(learner, settings, table, input.valid, steps);
    return { arrays: factorArrays(learner.factors), report };
  },
  scorer: (state, settings) => factorStateScorer(state, settings.nFactors),
});
