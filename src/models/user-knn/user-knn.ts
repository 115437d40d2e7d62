/**
 * User-based k nearest neighbours for ranking.
 *
 * Equation: s_ui = sum over the k users v nearest to u, v having item i in train, of sim(u, v); the
 * similarities are in `shared/nearest-rows.ts`, rows being users and columns items.
 * Source: Sarwar et al., "Analysis of Recommendation Algorithms for E-Commerce", EC 2000; weightings
 * as in the `implicit` library, users for items.
 * Every row counts as one positive, whatever its rating. A user without history has score 0 for
 * every item. A k above the number of users acts like that number. There is no fold-in: all that is
 * learned is about users, so new ones need a fit.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { historyMatrix } from "../shared/history-form.js";
import { knnDefinition } from "../shared/knn-recommender.js";
import { nearestRows } from "../shared/nearest-rows.js";
import { historyArrays } from "../shared/positive-table.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { floatArray, integerArray } from "../shared/state-arrays.js";

/**
 * User-kNN. Settings: `neighbours` (k, 50), `weighting` ("tf-idf", "cosine", "jaccard" or "bm25"),
 * `shrinkage` (10, at least 0).
 */
export const userKnn: ModelEntry<Recommender> = recommenderModel({
  ...knnDefinition,
  defaults: { ...knnDefinition.defaults, neighbours: 50 },
  id: "user-knn",
  title: "User-kNN",
  source: "Sarwar et al. 2000",
  learn: async (table, settings, _input, steps) => {
    const nearest = await nearestRows(table.byUser, settings, steps);
    return {
      arrays: {
        ...historyArrays(table),
        neighbourOffsets: nearest.offsets,
        neighbourUsers: nearest.rows,
        similarities: nearest.similarities,
      },
    };
  },
  scorer: (state) => {
    const { nUsers } = state;
    const offsets = integerArray(state, "neighbourOffsets", nUsers + 1);
    const columns = integerArray(state, "neighbourUsers", offsets[nUsers]);
    const values = floatArray(state, "similarities", columns.length);
    const left = { nRows: nUsers, nColumns: nUsers, offsets, columns, values };
    return { kind: "product", through: "other", left, right: historyMatrix(state) };
  },
});
