import { bprRowMultiple } from "../../compute/kernels/bpr.js";
import type { BprFactors } from "../../compute/kernels/bpr-epochs.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { createRandom, type RandomStream } from "../../compute/random.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import { drawRows, padRows, trimRows } from "../shared/padded-rows.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { floatArray } from "../shared/state-arrays.js";
import { checkWarmStart } from "../shared/warm-start.js";
import type { ModelState } from "../state.js";
import type { BprSettings } from "./settings.js";

/** Rows of `nUsed` numbers in memory. */
export function rowWidth(nUsed: number): number {
  return Math.ceil(nUsed / bprRowMultiple) * bprRowMultiple;
}

/** Room for factors, all 0. */
export function emptyFactors(
  workspace: Workspace,
  { nUsers, nItems }: { readonly nUsers: number; readonly nItems: number },
  width: number,
): BprFactors {
  return {
    width,
    userFactors: workspace.float32(nUsers * width),
    itemFactors: workspace.float32(nItems * width),
    itemBias: workspace.float32(nItems),
  };
}

/** Random factors at the start of a fit; rows without a training pair are 0. */
export function drawFactors(
  factors: BprFactors,
  table: PositiveTable,
  settings: BprSettings,
  seed: number,
): void {
  const random = createRandom(seed, "bpr/start");
  const { byUser, byItem } = table;
  const { width, userFactors, itemFactors, itemBias } = factors;
  const { nFactors, itemBias: learnsBias } = settings;
  drawRows(userFactors, byUser, nFactors, width, drawer(settings, byUser, random.stream("users")));
  drawRows(itemFactors, byItem, nFactors, width, drawer(settings, byItem, random.stream("items")));
  if (settings.initialisation !== "uniform" || !learnsBias) return;
  drawRows(itemBias, byItem, 1, 1, drawer(settings, byItem, random.stream("bias")));
}

function drawer(settings: BprSettings, { nRows }: SparseMatrix, random: RandomStream) {
  const { initialisation, initialDeviation, nFactors } = settings;
  if (initialisation === "uniform") {
    const side = initialDeviation * Math.sqrt(12);
    return () => side * (random.uniform() - 0.5);
  }
  const isXavier = initialisation === "xavier";
  const deviation = isXavier ? Math.sqrt(2 / (nRows + nFactors)) : initialDeviation;
  return () => deviation * random.normal();
}

/** Takes the factors of a state over; throws `E_MODEL_STATE` when its model or shape is another one. */
export function takeFactors(
  factors: BprFactors,
  table: PositiveTable,
  nFactors: number,
  state: ModelState,
): void {
  checkWarmStart(state, "bpr", table);
  const users = floatArray(state, "userFactors", table.nUsers * nFactors);
  padRows(users, nFactors, factors.userFactors, factors.width);
  takeItems(factors, state, nFactors);
}

/** Takes over what a state knows of items; throws `E_MODEL_STATE`. */
export function takeItems(factors: BprFactors, state: ModelState, nFactors: number): void {
  const items = floatArray(state, "itemFactors", state.nItems * nFactors);
  padRows(items, nFactors, factors.itemFactors, factors.width);
  factors.itemBias.set(floatArray(state, "itemBias", state.nItems));
}

/** The factors as a state keeps them: copies without the padding of rows. */
export function factorArrays(
  { width, userFactors, itemFactors, itemBias }: BprFactors,
  nFactors: number,
): Readonly<Record<"userFactors" | "itemFactors" | "itemBias", Float32Array>> {
  return {
    userFactors: trimRows(userFactors, width, nFactors),
    itemFactors: trimRows(itemFactors, width, nFactors),
    itemBias: itemBias.slice(),
  };
}
