/**
 * Item-based k nearest neighbours for ranking.
 *
 * Equation: s_ui = sum over the items j of user u, j among the k nearest of i, of sim(i, j); the
 * similarities are in `shared/nearest-rows.ts`, rows being items and columns users.
 * Source: Deshpande and Karypis, "Item-Based Top-N Recommendation Algorithms", TOIS 22(1), 2004;
 * weightings as in the `implicit` library; neighbours are chosen for the item that is scored, as in
 * Ferrari Dacrema et al., TOIS 39(2), 2021 (`implicit` chooses them for the item of the history).
 * Every row counts as one positive, whatever its rating. A user without history has score 0 for
 * every item. A k above the number of items acts like that number. Fold-in of users is exact: the
 * similarities stay, the histories are theirs.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { foldHistory, historyForm } from "../shared/history-form.js";
import { knnDefinition } from "../shared/knn-recommender.js";
import { nearestRows } from "../shared/nearest-rows.js";
import { historyArrays } from "../shared/positive-table.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { floatArray, integerArray } from "../shared/state-arrays.js";
import { turned } from "../shared/turned-neighbours.js";

/**
 * Item-kNN. Settings: `neighbours` (k, 100), `weighting` ("tf-idf", "cosine", "jaccard" or "bm25"),
 * `shrinkage` (10, at least 0).
 */
export const itemKnn: ModelEntry<Recommender> = recommenderModel({
  ...knnDefinition,
  id: "item-knn",
  title: "Item-kNN",
  source: "Deshpande and Karypis 2004",
  learn: async (table, settings, _input, steps) => {
    const nearest = turned(await nearestRows(table.byItem, settings, steps), table.nItems);
    return {
      arrays: {
        ...historyArrays(table),
        scoredOffsets: nearest.offsets,
        scoredItems: nearest.rows,
        similarities: nearest.similarities,
      },
    };
  },
  scorer: (state) => {
    const { nItems } = state;
    const offsets = integerArray(state, "scoredOffsets", nItems + 1);
    const columns = integerArray(state, "scoredItems", offsets[nItems]);
    const values = floatArray(state, "similarities", columns.length);
    return historyForm(state, { nRows: nItems, nColumns: nItems, offsets, columns, values });
  },
  foldIn: foldHistory,
});
