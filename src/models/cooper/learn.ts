import type { FitInput } from "../contract.js";
import { fitAls } from "../als/fit.js";
import { foldInAls } from "../als/fold-in.js";
import { checkFitSize } from "../shared/fit-size.js";
import type { FitSteps } from "../shared/fit-steps.js";
import type { Learned } from "../shared/learned.js";
import { positiveTable, type PositiveTable } from "../shared/positive-table.js";
import { rereadModalities } from "../shared/reread-features.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import type { ModelState } from "../state.js";
import { fused, tuneWeight, withSpread, type SpreadFactors } from "./hybrid.js";
import { userFactors } from "./profiles.js";
import type { CooperSettings } from "./settings.js";
import {
  contentVectors,
  itemFactors,
  prepared,
  type ContentVectors,
  type Vectors,
} from "./vectors.js";

/** Most bytes of vectors and factors. */
const mostBytes = 3 * 2 ** 30;

/** Makes the vectors of users and items, and fuses them with ALS; see the header of `cooper.ts`. */
export async function learnCooper(
  table: PositiveTable,
  settings: CooperSettings,
  input: FitInput,
  steps: FitSteps,
): Promise<Learned> {
  const vectors = contentVectors(input, settings);
  checkSize(table, vectors, settings);
  await steps.step(0, 1, "profiles");
  const items = itemFactors(vectors, settings);
  const users = await userFactors(table, vectors, settings, input);
  const kept = keptVectors(vectors);
  if (settings.hybrid === "none") return contentOnly(users, items, kept);
  const { warmStart: _ours, ...afresh } = input;
  const learned = await fitAls(table, settings.als, afresh, steps);
  const als = await alsFactors(learned, table);
  const content = await contentFactors(users, items, table);
  const tuned =
    settings.hybrid === "tuned"
      ? await tuneWeight(table, input.valid, als, content, steps)
      : undefined;
  const { alsWeight } = tuned ?? settings;
  const { nFactors, ...arrays } = fused(als, content, alsWeight);
  const numbers = { nFactors, alsFactors: als.nFactors, alsWeight };
  const curve = tuned?.curve ?? learned.report?.curve ?? [];
  const report = { epochs: learned.report?.epochs ?? 0, curve };
  return { arrays: { ...arrays, ...kept }, numbers, report };
}

/** Other users in place of those of the fit: profiles and ALS's users anew, items and weight as they are. */
export function foldInCooper(
  state: ModelState,
  table: PositiveTable,
  settings: CooperSettings,
  input: FitInput,
): Promise<Learned> {
  return learnedOf(state, vectorsOf(state, settings), { table, settings, input });
}

/** The same users with other features: nothing but ALS is learned. Throws `E_MODEL_FEATURES`. */
export function rereadCooper(
  state: ModelState,
  input: FitInput,
  settings: CooperSettings,
): Promise<Learned> {
  const former = Object.entries(vectorsOf(state, settings)) as [string, Vectors][];
  const dims = new Map(former.map(([name, { dim }]) => [name, dim]));
  const given = rereadModalities(input, state.id, dims);
  const vectors = former.map(([name, { dim, values }]) => {
    const modality = given.get(name);
    const absent = { dim, values: new Float32Array(values.length) };
    return [name, modality === undefined ? absent : prepared(modality, settings.centring)] as const;
  });
  const parts = { table: positiveTable(input), settings, input };
  return learnedOf(state, Object.fromEntries(vectors), parts);
}

interface Parts {
  readonly table: PositiveTable;
  readonly settings: CooperSettings;
  readonly input: FitInput;
}

/** Profiles from vectors, and ALS's users for the items that `state` has. */
async function learnedOf(
  state: ModelState,
  vectors: ContentVectors,
  { table, settings, input }: Parts,
): Promise<Learned> {
  const kept = keptVectors(vectors);
  const items = itemFactors(vectors, settings);
  const users = await userFactors(table, vectors, settings, input);
  if (settings.hybrid === "none") return contentOnly(users, items, kept);
  const alsFactorsOfState = stateOfAls(state);
  const learned = await foldInAls(alsFactorsOfState, table, settings.als, input);
  const als = await alsFactors(learned, table);
  const content = await contentFactors(users, items, table);
  const alsWeight = stateNumber(state, "alsWeight");
  const { nFactors, ...arrays } = fused(als, content, alsWeight);
  return {
    arrays: { ...arrays, ...kept },
    numbers: { nFactors, alsFactors: als.nFactors, alsWeight },
  };
}

function contentOnly(users: Vectors, items: Vectors, kept: Learned["arrays"]): Learned {
  const factors = { userFactors: users.values, itemFactors: items.values };
  return { arrays: { ...factors, ...kept }, numbers: { nFactors: items.dim } };
}

function contentFactors(
  users: Vectors,
  items: Vectors,
  { nUsers, nItems }: PositiveTable,
): Promise<SpreadFactors> {
  const factors = { nFactors: items.dim, userFactors: users.values, itemFactors: items.values };
  return withSpread(factors, nUsers, nItems);
}

function alsFactors(
  { arrays, numbers }: Learned,
  { nUsers, nItems }: PositiveTable,
): Promise<SpreadFactors> {
  const factors = {
    nFactors: numbers!.nFactors,
    userFactors: arrays.userFactors as Float32Array,
    itemFactors: arrays.itemFactors as Float32Array,
  };
  return withSpread(factors, nUsers, nItems);
}

/** The item factors of ALS: the first of each item's. */
function stateOfAls(state: ModelState): ModelState {
  const nFactors = stateNumber(state, "nFactors");
  const width = stateNumber(state, "alsFactors");
  const both = floatArray(state, "itemFactors", state.nItems * nFactors);
  const own = new Float32Array(state.nItems * width);
  for (let item = 0; item < state.nItems; item++) {
    own.set(both.subarray(item * nFactors, item * nFactors + width), item * width);
  }
  return { ...state, id: "als", arrays: { itemFactors: own }, numbers: { nFactors: width } };
}

/** Vectors that a fold-in needs, as arrays of a state. */
function keptVectors({ text, image }: ContentVectors): Learned["arrays"] {
  return {
    ...(text && { textVectors: text.values }),
    ...(image && { imageVectors: image.values }),
  };
}

function vectorsOf(state: ModelState, { variant }: CooperSettings): ContentVectors {
  const read = (name: string): Vectors => {
    const values = floatArray(state, `${name}Vectors`);
    return { dim: values.length / state.nItems, values };
  };
  if (variant !== "clip") return { [variant]: read(variant) };
  return { text: read("text"), image: read("image") };
}

/** Throws `E_MODEL_SIZE` before the large arrays are made. */
function checkSize(
  { nUsers, nItems }: PositiveTable,
  { text, image }: ContentVectors,
  { hybrid, als }: CooperSettings,
): void {
  const width = (text?.dim ?? 0) + (image?.dim ?? 0);
  const fusedWidth = hybrid === "none" ? 0 : width + als.embeddingSize;
  const bytes = 4 * (nUsers * (2 * width + fusedWidth) + nItems * (4 * width + fusedWidth));
  checkFitSize(bytes, mostBytes, {
    summary: "The vectors of users and items would not fit",
    of: `${nUsers} users, ${nItems} items, vectors of ${width} numbers`,
    remedy: "Give features of fewer dimensions, or filter by k-core",
  });
}
