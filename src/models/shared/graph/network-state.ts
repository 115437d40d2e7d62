/** How a network's parameters and data lie in the state of a model. */
import { MoviolaError } from "../../../common/errors.js";
import type { ModelState, StateArray } from "../../state.js";
import { stateNumber } from "../state-arrays.js";
import type { NetworkData, NetworkFacts, NetworkTable } from "./network-types.js";

type Parameters = Readonly<Record<string, Float32Array>>;

/** Name of a parameter's array in a state: `user/hidden-1/weight` is `userHidden1Weight`. */
export function arrayName(parameter: string): string {
  return parameter.replace(/[^A-Za-z0-9]+(.)/g, (_all, next: string) => next.toUpperCase());
}

/** Name of a table's array in a state. */
export const tableName = (name: string): string => `table${name[0].toUpperCase()}${name.slice(1)}`;

/** Arrays and numbers of a state; see {@link factsOf} and {@link parametersOf}. */
export function networkState(
  parameters: Parameters,
  { tables = {}, numbers = {} }: NetworkData,
  step: number,
): { arrays: Record<string, StateArray>; numbers: Record<string, number> } {
  const arrays: Record<string, StateArray> = {};
  const own: Record<string, number> = { step, ...numbers };
  const put = (name: string, values: StateArray): void => {
    if (arrays[name] !== undefined) throw new RangeError(`two arrays of a state called ${name}`);
    arrays[name] = values;
  };
  for (const [name, values] of Object.entries(parameters)) put(arrayName(name), values.slice());
  for (const [name, { rows, values }] of Object.entries(tables)) {
    put(tableName(name), values);
    own[`${tableName(name)}Rows`] = rows;
    own[`${tableName(name)}Width`] = values.length / rows;
  }
  return { arrays, numbers: own };
}

/** What a state says that its network is built from. Throws `E_MODEL_STATE`, at the latest on use. */
export function factsOf(state: ModelState): NetworkFacts {
  const number = (name: string): number => stateNumber(state, name);
  const [minimum, maximum, step] = ["minimum", "maximum", "step"].map(number);
  return {
    nUsers: state.nUsers,
    nItems: state.nItems,
    globalMean: number("globalMean"),
    ratingScale: { minimum, maximum, step },
    number,
    table: (name) => tableOf(state, tableName(name)),
  };
}

function tableOf(state: ModelState, name: string): NetworkTable {
  const values = state.arrays[name];
  const rows = stateNumber(state, `${name}Rows`);
  const length = rows * stateNumber(state, `${name}Width`);
  if (values === undefined || values instanceof Float64Array || values.length !== length) {
    throw networkStateError(state.id, name, `${length} values`, describe(values));
  }
  return { rows, values };
}

/** The parameters, by their names in the graph. Throws `E_MODEL_STATE` where one does not fit. */
export function parametersOf(
  state: ModelState,
  lengths: ReadonlyMap<string, number>,
): Record<string, Float32Array> {
  const parameters: Record<string, Float32Array> = {};
  for (const [name, length] of lengths) {
    const values = state.arrays[arrayName(name)];
    if (!(values instanceof Float32Array) || values.length !== length) {
      const expected = `a Float32Array of ${length}`;
      throw networkStateError(state.id, arrayName(name), expected, describe(values));
    }
    parameters[name] = values;
  }
  return parameters;
}

function describe(values: StateArray | undefined): string {
  return values === undefined ? "none" : `${values.constructor.name} of ${values.length}`;
}

/** `E_MODEL_STATE`: a state is not one of this network. */
export function networkStateError(
  id: string,
  where: string,
  expected: string,
  got: string,
  cause?: unknown,
): MoviolaError {
  return new MoviolaError("E_MODEL_STATE", `This state does not fit the model "${id}"`, {
    where,
    expected,
    got,
    remedy: "Restore a state that a model of the same id and version gave",
    cause,
  });
}
