/**
 * SLIM: sparse linear methods. Each item is a sum of few others with weights that are learned.
 *
 * With A `[nUsers x nItems]`, 1 for a positive, the weights W `[nItems x nItems]` minimise (equation 2)
 *   1/2 |A - A W|_F^2 + beta/2 |W|_F^2 + lambda |W|_1,  W >= 0, diag(W) = 0
 *   s_ui = sum over the items k of user u of w_ki            (equation 1)
 * each column on its own (equation 3), by coordinate descent on the Gram matrix G = A' A:
 *   w_kj = max(0, G_kj - sum_{l != k} G_kl w_lj - lambda) / (G_kk + beta)
 * Source: Ning and Karypis, "SLIM: Sparse Linear Methods for Top-N Recommender Systems", ICDM 2011;
 * descent with "covariance updates" as in Friedman, Hastie and Tibshirani, "Regularization Paths for
 * Generalized Linear Models via Coordinate Descent", JSS 33(1), 2010. With `neighbours` above 0 only an
 * item's nearest, by the cosine of their users, can have a weight (fsSLIM, section IV.C).
 *
 * Deviations: every row of the data counts as one positive, whatever its rating. A descent ends when no weight on
 * its own would change by more than `tolerance`; the state's number `unfinished` counts the items that
 * were given up before. A user without history has score 0 for every item. Fold-in of users is exact: the weights
 * stay, the histories are theirs.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { foldHistory, historyForm, itemWeightArrays, itemWeights } from "../shared/history-form.js";
import { historyArrays } from "../shared/positive-table.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { realNumber, wholeNumber } from "../shared/settings.js";
import { learnWeights } from "./learn-weights.js";

/**
 * SLIM. Settings: `l1Regularisation` lambda (2, at least 0), `l2Regularisation` beta (200, at least 0), both in
 * users; `neighbours` (0: all items can have a weight); `tolerance` (0.0001, 1e-9 to 0.1) of a weight.
 */
export const slim: ModelEntry<Recommender> = recommenderModel({
  id: "slim",
  title: "SLIM",
  source: "Ning and Karypis 2011, eq. 1 to 3",
  floor: false,
  defaults: { l1Regularisation: 2, l2Regularisation: 200, neighbours: 0, tolerance: 1e-4 },
  // Ning and Karypis 2011, section V: lambda and beta from 0 to 20. Ferrari Dacrema et al., TOIS 39(2), 2021,
  // go up to the number of users for their sum (alpha 0.001 to 1, times users, in scikit-learn's scale).
  searchSpace: {
    l1Regularisation: { low: 0.1, high: 50, scale: "log" },
    l2Regularisation: { low: 1, high: 2000, scale: "log" },
  },
  readSettings: (config) => ({
    l1: realNumber(config, "l1Regularisation", { minimum: 0 }),
    l2: realNumber(config, "l2Regularisation", { minimum: 0 }),
    neighbours: wholeNumber(config, "neighbours", { minimum: 0 }),
    tolerance: realNumber(config, "tolerance", { minimum: 1e-9, maximum: 0.1 }),
  }),
  learn: async (table, settings, _input, steps) => {
    const { matrix, nUnfinished } = await learnWeights(table, settings, steps);
    const arrays = { ...historyArrays(table), ...itemWeightArrays(matrix) };
    return { arrays, numbers: { unfinished: nUnfinished } };
  },
  scorer: (state) => historyForm(state, itemWeights(state)),
  foldIn: foldHistory,
});
