/** How a fitted model lies in its state. */
import { MoviolaError } from "../../common/errors.js";
import type { AnyModel } from "../contract.js";
import { arrayName } from "../shared/graph/network-state.js";
import type { Learned } from "../shared/learned.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { floatArray, stateNumber } from "../shared/state-arrays.js";
import { checkWarmStart } from "../shared/warm-start.js";
import type { ModelState, StateArray } from "../state.js";
import type { EncodedItems } from "./encoded-items.js";
import { partsOf, profileFactors } from "./profiles.js";
import { spaceOf, type ItemTokens, type SideName } from "./tokens.js";

type Arrays = Readonly<Record<string, Float32Array>>;

const parameterPrefix = "network";
const tokenPrefix = "token ";

/** The state of a fitted `elrfaey`. Throws `E_MODEL_STATE` for another model, `E_MODEL_UNFITTED`. */
export function fittedState(model: AnyModel): ModelState {
  const state = model.state();
  if (state.id === "elrfaey") return state;
  throw new MoviolaError("E_MODEL_STATE", "This is not the model that is asked about", {
    expected: "elrfaey",
    got: state.id,
    remedy: 'Fit `createModel("elrfaey")`',
  });
}

/** What a fit ends in. */
export interface FitResult {
  readonly table: PositiveTable;
  readonly items: ItemTokens;
  readonly encoded: EncodedItems;
  readonly parameters: Arrays;
}

/** Arrays and numbers of the state. */
export function stateOf({ table, items, encoded, parameters }: FitResult): Learned {
  const { parts, sides, attentionOfText, attentionOfImage } = encoded;
  const { nFactors, userFactors, itemFactors } = profileFactors(parts, table.byUser);
  const arrays: Record<string, StateArray> = { userFactors, itemFactors, present: items.present };
  const numbers: Record<string, number> = { nFactors, nParts: parts.length, nText: items.nText };
  parts.forEach(({ width }, at) => (numbers[`width ${at}`] = width));
  for (const name of ["text", "image"] as const) {
    const side = sides[name];
    if (side === undefined) continue;
    arrays[`${name}Side`] = side.vectors;
    numbers[`width ${name}`] = side.width;
  }
  if (attentionOfText !== undefined) arrays.attentionOfText = attentionOfText;
  if (attentionOfImage !== undefined) arrays.attentionOfImage = attentionOfImage;
  items.tokens.forEach(({ name, dim, mean }, at) => {
    numbers[tokenPrefix + name] = at;
    numbers[`dim ${name}`] = dim;
    arrays[arrayName(`mean/${at}`)] = mean;
  });
  for (const [name, values] of Object.entries(parameters)) {
    arrays[arrayName(`${parameterPrefix}/${name}`)] = values;
  }
  return { arrays, numbers };
}

/** Parameters of a state to start a fit from; none without one. Throws `E_MODEL_STATE`. */
export function startOf(
  warmStart: ModelState | undefined,
  table: PositiveTable,
  initial: Arrays,
): Arrays {
  if (warmStart === undefined) return {};
  checkWarmStart(warmStart, "elrfaey", table);
  return parametersOf(warmStart, initial);
}

/** Learned values of the parameters that `initial` names. Throws `E_MODEL_STATE`. */
export function parametersOf(state: ModelState, initial: Arrays): Arrays {
  return Object.fromEntries(
    Object.entries(initial).map(([name, { length }]) => [
      name,
      floatArray(state, arrayName(`${parameterPrefix}/${name}`), length),
    ]),
  );
}

/** The matrices that scores are the product of. Throws `E_MODEL_STATE`. */
export function factorsOf(state: ModelState): ReturnType<typeof profileFactors> {
  const nFactors = stateNumber(state, "nFactors");
  return {
    nFactors,
    userFactors: floatArray(state, "userFactors", state.nUsers * nFactors),
    itemFactors: floatArray(state, "itemFactors", state.nItems * nFactors),
  };
}

/** The state with the users of `table`: profiles of their items; all else as it was. */
export function withUsers(state: ModelState, table: PositiveTable): Learned {
  const nParts = stateNumber(state, "nParts");
  const widths = Array.from({ length: nParts }, (_unused, at) => stateNumber(state, `width ${at}`));
  const parts = partsOf(factorsOf(state).itemFactors, widths);
  const { userFactors } = profileFactors(parts, table.byUser);
  return { arrays: { ...state.arrays, userFactors }, numbers: state.numbers };
}

/** Modalities of the fit in the order of the tokens. */
export function modalityNames(state: ModelState): readonly string[] {
  return Object.entries(state.numbers)
    .filter(([name]) => name.startsWith(tokenPrefix))
    .sort(([, one], [, other]) => one - other)
    .map(([name]) => name.slice(tokenPrefix.length));
}

/** The modalities of the fit, as tokens of items to come. Throws `E_MODEL_STATE`. */
export function tokenSpecs(state: ModelState): Pick<ItemTokens, "tokens" | "nText"> {
  const modalities = modalityNames(state).map((name, at) => {
    const dim = stateNumber(state, `dim ${name}`);
    return { name, dim, mean: floatArray(state, arrayName(`mean/${at}`), dim) };
  });
  const tokens = modalities.map((modality) => ({
    ...modality,
    space: spaceOf(modality, modalities),
    values: new Float32Array(0),
  }));
  return { tokens, nText: stateNumber(state, "nText") };
}

/** One side of all items. */
export interface SideVectors {
  readonly width: number;
  /** `[nItems x width]` of length 1, or 0. */
  readonly vectors: Float32Array;
}

/** A side's vectors; absent where the model does not have it. Throws `E_MODEL_STATE`. */
export function sideVectors(state: ModelState, side: SideName): SideVectors | undefined {
  if (state.numbers[`width ${side}`] === undefined) return undefined;
  const width = stateNumber(state, `width ${side}`);
  return { width, vectors: floatArray(state, `${side}Side`, state.nItems * width) };
}
