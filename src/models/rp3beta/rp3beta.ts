/**
 * RP3beta: a random walk of three steps over the graph of users and items, with popular ends held back.
 *
 * With n_u and n_i the numbers of items of user u and of users of item i, and x_ui = 1 for a positive:
 *   p_iu = x_ui / n_i,  p_uj = x_ui / n_u                         (one step of the walk)
 *   w_ij = n_j^-beta * sum over users u of p_iu^alpha p_uj^alpha  (from item i to item j)
 *   s_uj = sum over the items i of user u of w_ij
 * where of each row i the `neighbours` largest w_ij, j != i, are kept; with `normalise` each row is then
 * divided by its sum. With beta = 0 this is P3alpha.
 * Sources: Paudel, Christoffel, Newell and Bernstein, "Updatable, Accurate, Diverse, and Scalable
 * Recommendations for Interactive Applications", ACM TiiS 7(1), 2017, section 3; Cooper, Lee, Radinsky and
 * Siantos, "Random Walks in Recommender Systems: Exact Computation and Simulations", WWW 2014; neighbours
 * and normalisation as in Ferrari Dacrema et al., TOIS 39(2), 2021.
 *
 * Deviations: the walk's first step, p_ui^alpha, is equal for all items of u and left out, which does not
 * change a user's order; rows alone are cut to their neighbours (Ferrari Dacrema et al. then also cut
 * columns). Every row of the data counts as one positive, whatever its rating. A user without history has score
 * 0 for every item. Fold-in of users is exact: the weights stay, the histories are theirs.
 */
import { findNearestRows } from "../../compute/kernels/nearest-rows.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { foldHistory, historyForm, itemWeightArrays, itemWeights } from "../shared/history-form.js";
import { historyArrays } from "../shared/positive-table.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { realNumber, trueOrFalse, wholeNumber } from "../shared/settings.js";
import { walkProblem } from "./walk-problem.js";

/**
 * RP3beta. Settings: `neighbours` (k, 200), `alpha` (1, 0 to 4) flattens the probabilities of a step
 * below 1, `beta` (0.6, 0 to 4) holds popular items back, `normalise` (true) makes rows sum to 1.
 */
export const rp3beta: ModelEntry<Recommender> = recommenderModel({
  id: "rp3beta",
  title: "RP3beta",
  source: "Paudel et al. 2017",
  floor: false,
  defaults: { neighbours: 200, alpha: 1, beta: 0.6, normalise: true },
  // Ferrari Dacrema et al., TOIS 39(2), 2021: 5 to 1,000 neighbours, alpha and beta 0 to 2, either
  // normalisation.
  searchSpace: {
    neighbours: { low: 5, high: 1000, scale: "log", integer: true },
    alpha: { low: 0, high: 2, scale: "linear" },
    beta: { low: 0, high: 2, scale: "linear" },
    normalise: [false, true],
  },
  readSettings: (config) => ({
    neighbours: wholeNumber(config, "neighbours", { minimum: 1 }),
    alpha: realNumber(config, "alpha", { minimum: 0, maximum: 4 }),
    beta: realNumber(config, "beta", { minimum: 0, maximum: 4 }),
    normalise: trueOrFalse(config, "normalise"),
  }),
  learn: async (table, settings, _input, steps) => {
    const problem = walkProblem(table.byItem, settings);
    const { offsets, rows, similarities } = await withWorkspace((workspace, pool) =>
      findNearestRows(workspace, pool, problem, (done) =>
        steps.step(done, table.nItems, "items walked from"),
      ),
    );
    if (settings.normalise) normaliseRows({ offsets, values: similarities });
    const matrix = { offsets, columns: rows, values: similarities };
    return { arrays: { ...historyArrays(table), ...itemWeightArrays(matrix) } };
  },
  scorer: (state) => historyForm(state, itemWeights(state)),
  foldIn: foldHistory,
});

/** Divides each row that is not empty by its sum, in place. */
function normaliseRows({ offsets, values }: Pick<SparseMatrix, "offsets" | "values">): void {
  for (let row = 0; row + 1 < offsets.length; row++) {
    const own = values.subarray(offsets[row], offsets[row + 1]);
    const sum = own.reduce((total, value) => total + value, 0);
    own.forEach((value, at) => (own[at] = value / sum));
  }
}
