/**
 * Regularised user and item biases by alternating least squares.
 *
 * Source: Y. Koren, "Factor in the Neighbors", TKDD 4(1), 2010, section 2.1 (baseline estimates): minimise
 * sum (r_ui - mu - b_u - b_i)^2 + lambda_i sum b_i^2 + lambda_u sum b_u^2; and Surprise's `baselines_als`,
 * which alternates the exact solution for the items with that for the users, items first:
 *   b_i = sum_u (r_ui - mu - b_u) / (lambda_i + n_i),  b_u = sum_i (r_ui - mu - b_i) / (lambda_u + n_u).
 */
import type { SparseMatrix } from "../../compute/sparse.js";
import type { Config } from "../../common/json.js";
import type { RatingTable } from "./rating-table.js";
import { realNumber, wholeNumber } from "./settings.js";

/** Settings of {@link learnBaselines}, by the names they have in a model's configuration. */
export interface BaselineSettings {
  readonly baselineEpochs: number;
  readonly userRegularisation: number;
  readonly itemRegularisation: number;
}

/** Surprise's documented values. */
export const baselineDefaults: Config = {
  baselineEpochs: 10,
  userRegularisation: 15,
  itemRegularisation: 10,
};

/** Reads {@link BaselineSettings}; throws `E_MODEL_CONFIG`. */
export function readBaselineSettings(config: Config): BaselineSettings {
  return {
    baselineEpochs: wholeNumber(config, "baselineEpochs", { minimum: 1 }),
    userRegularisation: realNumber(config, "userRegularisation", { minimum: 0 }),
    itemRegularisation: realNumber(config, "itemRegularisation", { minimum: 0 }),
  };
}

/** Deviations from the global mean; 0 for a user or item without a rating. */
export interface Baselines {
  /** `[nUsers]` */
  readonly userBias: Float64Array;
  /** `[nItems]` */
  readonly itemBias: Float64Array;
}

/** Biases after `baselineEpochs` rounds of items, then users. */
export function learnBaselines(table: RatingTable, settings: BaselineSettings): Baselines {
  const userBias = new Float64Array(table.nUsers);
  const itemBias = new Float64Array(table.nItems);
  for (let epoch = 0; epoch < settings.baselineEpochs; epoch++) {
    solveSide(table.byItem, table.globalMean, userBias, settings.itemRegularisation, itemBias);
    solveSide(table.byUser, table.globalMean, itemBias, settings.userRegularisation, userBias);
  }
  return { userBias, itemBias };
}

function solveSide(
  matrix: SparseMatrix,
  globalMean: number,
  columnBias: Float64Array,
  regularisation: number,
  rowBias: Float64Array,
): void {
  const { offsets, columns, values } = matrix;
  for (let row = 0; row < matrix.nRows; row++) {
    const start = offsets[row];
    const end = offsets[row + 1];
    if (start === end) continue;
    let sum = 0;
    for (let entry = start; entry < end; entry++) {
      sum += values[entry] - globalMean - columnBias[columns[entry]];
    }
    rowBias[row] = sum / (regularisation + end - start);
  }
}
