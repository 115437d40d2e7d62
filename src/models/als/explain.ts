/**
 * What each item of the history adds to a score (Hu, Koren, Volinsky 2008, section 5). The user's
 * vector is x_u = A_u^-1 sum_j (w_uj + base) y_j, so
 *   s_ui = y_i . x_u = sum over j of (w_uj + base) y_i^T A_u^-1 y_j,
 * one term an item j of the history. Computed in double precision.
 */
import { solvePositiveDefinite } from "../../compute/kernels/cholesky.js";
import type { ScoreParts } from "../contract.js";
import type { ModelState } from "../state.js";
import { historyMatrix } from "../shared/history-form.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import { baseOf, ridgesOf } from "./problem.js";
import type { AlsSettings } from "./settings.js";

/** The terms of the score of `item` for `user`; none for a user without history. */
export function explainAls(
  state: ModelState,
  settings: AlsSettings,
  user: number,
  item: number,
): ScoreParts {
  const nFactors = stateNumber(state, "nFactors");
  const itemFactors = floatArray(state, "itemFactors", state.nItems * nFactors);
  const history = historyMatrix(state);
  const weights = floatArray(state, "historyWeights", history.columns.length);
  const start = history.offsets[user];
  const items = history.columns.slice(start, history.offsets[user + 1]);
  const vectorOf = (at: number): Float32Array =>
    itemFactors.subarray(at * nFactors, (at + 1) * nFactors);
  const matrix = gramOf(itemFactors, nFactors, settings.unobservedWeight).slice();
  const ridge = ridgesOf(history, settings)[user];
  for (let at = 0; at < nFactors; at++) matrix[at * (nFactors + 1)] += ridge;
  items.forEach((column, at) => addOuter(matrix, vectorOf(column), weights[start + at]));
  const turned = Float64Array.from(vectorOf(item));
  if (items.length > 0) solvePositiveDefinite(matrix, nFactors, turned);
  const base = baseOf(settings);
  const contributions = Float64Array.from(items, (column, at) => {
    const own = vectorOf(column);
    const product = turned.reduce((sum, value, factor) => sum + value * own[factor], 0);
    return (weights[start + at] + base) * product;
  });
  return { items, contributions };
}

const grams = new WeakMap<Float32Array, Float64Array>();

/** Upper triangle of weight * sum of y y^T, made once for a fit. */
function gramOf(itemFactors: Float32Array, nFactors: number, weight: number): Float64Array {
  const known = grams.get(itemFactors);
  if (known !== undefined) return known;
  const gram = new Float64Array(nFactors * nFactors);
  for (let start = 0; start < itemFactors.length; start += nFactors) {
    addOuter(gram, itemFactors.subarray(start, start + nFactors), weight);
  }
  grams.set(itemFactors, gram);
  return gram;
}

/** Adds the upper triangle of `weight` y y^T. */
function addOuter(matrix: Float64Array, vector: Float32Array, weight: number): void {
  const size = vector.length;
  for (let row = 0; row < size; row++) {
    const factor = weight * vector[row];
    for (let column = row; column < size; column++) {
      matrix[row * size + column] += factor * vector[column];
    }
  }
}
