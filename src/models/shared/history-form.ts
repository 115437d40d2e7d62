/** What models share whose scores are a user's history times weights between items. */
import type { SparseMatrix } from "../../compute/sparse.js";
import type { DenseMatrix, ProductForm } from "../score-form.js";
import type { ModelState } from "../state.js";
import type { Learned } from "./learned.js";
import { historyArrays, type PositiveTable } from "./positive-table.js";
import { floatArray, integerArray } from "./state-arrays.js";

/** Histories out of a state written with `historyArrays`, `[nUsers x nItems]`, all values 1. */
export function historyMatrix(state: ModelState): SparseMatrix {
  const { nUsers, nItems } = state;
  const offsets = integerArray(state, "historyOffsets", nUsers + 1);
  const columns = integerArray(state, "historyItems", offsets[nUsers]);
  const values = new Float32Array(columns.length).fill(1);
  return { nRows: nUsers, nColumns: nItems, offsets, columns, values };
}

/** Scores as histories times `weights` `[nItems x nItems]`, row: item of the history. */
export function historyForm(state: ModelState, weights: SparseMatrix | DenseMatrix): ProductForm {
  return { kind: "product", left: historyMatrix(state), right: weights };
}

/** A sparse matrix `[nItems x nItems]` as arrays of a state; see {@link itemWeights}. */
export function itemWeightArrays(matrix: Pick<SparseMatrix, "offsets" | "columns" | "values">): {
  readonly weightOffsets: Int32Array;
  readonly weightItems: Int32Array;
  readonly weights: Float32Array;
} {
  return {
    weightOffsets: matrix.offsets,
    weightItems: matrix.columns,
    weights: matrix.values,
  };
}

/** The matrix out of a state written with {@link itemWeightArrays}; throws `E_MODEL_STATE`. */
export function itemWeights(state: ModelState): SparseMatrix {
  const { nItems } = state;
  const offsets = integerArray(state, "weightOffsets", nItems + 1);
  const columns = integerArray(state, "weightItems", offsets[nItems]);
  const values = floatArray(state, "weights", columns.length);
  return { nRows: nItems, nColumns: nItems, offsets, columns, values };
}

/** Fold-in: other users' histories in place of those of the fit; exact, since nothing else is about users. */
export function foldHistory(state: ModelState, table: PositiveTable): Promise<Learned> {
  const { arrays, numbers } = state;
  return Promise.resolve({ arrays: { ...arrays, ...historyArrays(table) }, numbers });
}
