import { panelWidth } from "../../compute/kernels/light-gcn.js";
import { createRandom, type RandomStream } from "../../compute/random.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import { MoviolaError } from "../../common/errors.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { floatArray } from "../shared/state-arrays.js";
import type { ModelState } from "../state.js";

/** Columns of a row in memory: `nFactors`, and zeros up to a whole number of panels. */
export function rowWidth(nFactors: number): number {
  return Math.ceil(nFactors / panelWidth) * panelWidth;
}

/**
 * Fills the rows of users and then of items, `[(nUsers + nItems) x width]`: evenly from +-sqrt(6 / (rows +
 * nFactors)) (Glorot and Bengio, AISTATS 2010, equation 16), a table of its own for each; rows without a
 * training pair are 0.
 */
export function drawEmbeddings(
  rows: Float32Array,
  { nUsers, byUser, byItem }: PositiveTable,
  nFactors: number,
  seed: number,
): void {
  const width = rowWidth(nFactors);
  const random = createRandom(seed, "lightgcn/start");
  drawRows(rows.subarray(0, nUsers * width), byUser, nFactors, random.stream("users"));
  drawRows(rows.subarray(nUsers * width), byItem, nFactors, random.stream("items"));
}

function drawRows(
  rows: Float32Array,
  { nRows, offsets }: SparseMatrix,
  nFactors: number,
  random: RandomStream,
): void {
  const width = rowWidth(nFactors);
  const limit = Math.sqrt(6 / (nRows + nFactors));
  for (let row = 0; row < nRows; row++) {
    if (offsets[row] === offsets[row + 1]) continue;
    for (let at = row * width; at < row * width + nFactors; at++) {
      rows[at] = limit * (2 * random.uniform() - 1);
    }
  }
}

/** Takes the embeddings of a state over; throws `E_MODEL_STATE` when its model or shape is another one. */
export function takeEmbeddings(
  rows: Float32Array,
  { nUsers, nItems }: PositiveTable,
  nFactors: number,
  state: ModelState,
): void {
  if (state.id !== "lightgcn" || state.nUsers !== nUsers || state.nItems !== nItems) {
    throw new MoviolaError("E_MODEL_STATE", "This state cannot be the start of the fit", {
      where: "warmStart",
      expected: `lightgcn, ${nUsers} users, ${nItems} items`,
      got: `${state.id}, ${state.nUsers} users, ${state.nItems} items`,
      remedy: "Start from a fit on the same users and items, or without warmStart",
    });
  }
  const width = rowWidth(nFactors);
  const users = floatArray(state, "userEmbeddings", nUsers * nFactors);
  const items = floatArray(state, "itemEmbeddings", nItems * nFactors);
  padRows(users, nFactors, rows.subarray(0, nUsers * width));
  padRows(items, nFactors, rows.subarray(nUsers * width));
}

/** Writes rows of `nFactors` columns into wider ones. */
export function padRows(rows: Float32Array, nFactors: number, target: Float32Array): void {
  const width = rowWidth(nFactors);
  for (let row = 0; row * nFactors < rows.length; row++) {
    target.set(rows.subarray(row * nFactors, (row + 1) * nFactors), row * width);
  }
}

/** The rows without the zeros behind them, a copy. */
export function trimRows(rows: Float32Array, nFactors: number): Float32Array {
  const width = rowWidth(nFactors);
  const target = new Float32Array((rows.length / width) * nFactors);
  for (let row = 0; row * nFactors < target.length; row++) {
    target.set(rows.subarray(row * width, row * width + nFactors), row * nFactors);
  }
  return target;
}
