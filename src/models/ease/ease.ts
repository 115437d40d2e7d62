/**
 * EASE^R: a linear item-item model with a closed form.
 *
 * Equation: minimise |X - X B|^2 + regularisation |B|^2 with diag B = 0, X the matrix of positives;
 *   P = (X^T X + regularisation I)^-1,  B_ij = -P_ij / P_jj for i other than j;
 *   s_ui = sum over the items j of user u of B_ji.
 * Source: Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019, equations 2, 3 and 8.
 *
 * P is computed in single precision and checked by the residual of a random vector (`precision.ts`);
 * where that does not do, in double. An item without positives has weights 0, and a user without
 * history score 0 for every item.
 */
import type { Recommender } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";
import { foldHistory, historyForm } from "../shared/history-form.js";
import { historyArrays } from "../shared/positive-table.js";
import { recommenderModel } from "../shared/recommender-model.js";
import { realNumber } from "../shared/settings.js";
import { floatArray } from "../shared/state-arrays.js";
import { fitWeights } from "./weights.js";

/** EASE^R. Setting: `regularisation` (500, at least 0; that of the paper for ML-20M). */
export const ease: ModelEntry<Recommender> = recommenderModel({
  id: "ease",
  title: "EASE^R",
  source: "Steck 2019, equations 2, 3 and 8",
  floor: false,
  defaults: { regularisation: 500 },
  // Steck 2019, section 4.3, and Ferrari Dacrema et al., TOIS 39(2), 2021: the only setting.
  searchSpace: { regularisation: { low: 10, high: 10_000, scale: "log" } },
  readSettings: (config) => ({
    regularisation: realNumber(config, "regularisation", { minimum: 0 }),
  }),
  learn: async (table, { regularisation }, _input, steps) => ({
    arrays: { ...historyArrays(table), weights: await fitWeights(table, regularisation, steps) },
  }),
  foldIn: foldHistory,
  scorer: (state) => {
    const { nItems } = state;
    const values = floatArray(state, "weights", nItems * nItems);
    return historyForm(state, { nRows: nItems, nColumns: nItems, values });
  },
});
