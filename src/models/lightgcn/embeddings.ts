import { panelWidth } from "../../compute/kernels/light-gcn.js";
import { createRandom } from "../../compute/random.js";
import { drawRows, padRows } from "../shared/padded-rows.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { floatArray } from "../shared/state-arrays.js";
import { checkWarmStart } from "../shared/warm-start.js";
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
  const sides = { users: rows.subarray(0, nUsers * width), items: rows.subarray(nUsers * width) };
  for (const [name, matrix] of [
    ["users", byUser],
    ["items", byItem],
  ] as const) {
    const own = random.stream(name);
    const limit = Math.sqrt(6 / (matrix.nRows + nFactors));
    drawRows(sides[name], matrix, nFactors, width, () => limit * (2 * own.uniform() - 1));
  }
}

/** Takes the embeddings of a state over; throws `E_MODEL_STATE` when its model or shape is another one. */
export function takeEmbeddings(
  rows: Float32Array,
  table: PositiveTable,
  nFactors: number,
  state: ModelState,
): void {
  checkWarmStart(state, "lightgcn", table);
  const { nUsers, nItems } = table;
  const width = rowWidth(nFactors);
  const users = floatArray(state, "userEmbeddings", nUsers * nFactors);
  const items = floatArray(state, "itemEmbeddings", nItems * nFactors);
  padRows(users, nFactors, rows.subarray(0, nUsers * width), width);
  padRows(items, nFactors, rows.subarray(nUsers * width), width);
}
