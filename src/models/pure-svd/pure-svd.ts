/**
 * PureSVD: the strongest directions of the histories, by a truncated singular value decomposition.
 *
 * With R `[nUsers x nItems]`, 1 for a positive and 0 elsewhere, R ~ U S Q^T with f factors:
 *   s_ui = r_u Q q_i^T                                     (equation 6)
 * so a user is the sum of the factors q_j of the items in the history r_u.
 * Source: Cremonesi, Koren and Turrin, "Performance of Recommender Algorithms on Top-N Recommendation
 * Tasks", RecSys 2010, section 3.2.
 *
 * Deviations: R holds ones in place of ratings, since every row of the data counts as one positive. Of a small
 * matrix at most a third of the directions is used: all of them together give the history back and say
 * nothing of other items. A user without history has score 0 for every item. Fold-in of users is exact:
 * the items' factors stay.
 */
import { truncatedSvd } from "../../compute/truncated-svd.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { wholeNumber } from "../shared/settings.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";

// Residual of a squared singular value, relative to the largest: far below what single precision keeps.
const tolerance = 1e-8;

/** PureSVD. Setting: `embeddingSize` (f, 20). */
export const pureSvd: ModelEntry<Recommender> = recommenderModel({
  id: "pure-svd",
  title: "PureSVD",
  source: "Cremonesi et al. 2010, eq. 6",
  floor: false,
  defaults: { embeddingSize: 20 },
  // Ferrari Dacrema et al., TOIS 39(2), 2021: 1 to 350 factors.
  searchSpace: { embeddingSize: { low: 5, high: 350, scale: "log", integer: true } },
  readSettings: (config) => ({
    embeddingSize: wholeNumber(config, "embeddingSize", { minimum: 1 }),
  }),
  learn: async (table, { embeddingSize }, input, steps) => {
    await steps.step(0, 1, "decompositions");
    const most = Math.max(1, Math.floor(Math.min(table.nUsers, table.nItems) / 3));
    const rank = Math.min(embeddingSize, most);
    const svd = truncatedSvd(table.byUser, rank, { tolerance, seed: input.seed });
    const itemFactors = Float32Array.from(svd.right);
    const userFactors = historySums(table.byUser, itemFactors, svd.rank);
    return { arrays: { itemFactors, userFactors }, numbers: { rank: svd.rank } };
  },
  scorer: (state) => {
    const nFactors = stateNumber(state, "rank");
    const userFactors = floatArray(state, "userFactors", state.nUsers * nFactors);
    const itemFactors = floatArray(state, "itemFactors", state.nItems * nFactors);
    return { kind: "factors", nFactors, userFactors, itemFactors };
  },
  foldIn: (state, table) => {
    const { rank } = state.numbers;
    const itemFactors = floatArray(state, "itemFactors");
    const userFactors = historySums(table.byUser, itemFactors, rank);
    return Promise.resolve({ arrays: { itemFactors, userFactors }, numbers: { rank } });
  },
});

/** `[nUsers x rank]` sums of the factors of each user's items. */
function historySums(byUser: SparseMatrix, itemFactors: Float32Array, rank: number): Float32Array {
  const sums = new Float64Array(rank);
  const out = new Float32Array(byUser.nRows * rank);
  for (let user = 0; user < byUser.nRows; user++) {
    sums.fill(0);
    for (let entry = byUser.offsets[user]; entry < byUser.offsets[user + 1]; entry++) {
      const start = byUser.columns[entry] * rank;
      for (let factor = 0; factor < rank; factor++) sums[factor] += itemFactors[start + factor];
    }
    out.set(sums, user * rank);
  }
  return out;
}
