import { MoviolaError } from "../../common/errors.js";
import type { ModelState, StateArray } from "../state.js";

/** The Float32 array `name` of a state, of the given length; throws `E_MODEL_STATE`. */
export function floatArray(state: ModelState, name: string, length?: number): Float32Array {
  const array = state.arrays[name];
  if (!(array instanceof Float32Array)) throw stateError(state, name, "a Float32Array", array);
  return withLength(state, name, array, length);
}

/** The Int32 array `name` of a state, of the given length; throws `E_MODEL_STATE`. */
export function integerArray(state: ModelState, name: string, length?: number): Int32Array {
  const array = state.arrays[name];
  if (!(array instanceof Int32Array)) throw stateError(state, name, "an Int32Array", array);
  return withLength(state, name, array, length);
}

/** The number `name` of a state; throws `E_MODEL_STATE` when it is missing or not finite. */
export function stateNumber(state: ModelState, name: string): number {
  const value = state.numbers[name];
  if (value === undefined || !Number.isFinite(value)) {
    throw stateError(state, name, "a finite number", value);
  }
  return value;
}

function withLength<A extends StateArray>(
  state: ModelState,
  name: string,
  array: A,
  length: number | undefined,
): A {
  if (length !== undefined && array.length !== length) {
    throw stateError(state, name, `${length} entries`, array.length);
  }
  return array;
}

function stateError(
  state: ModelState,
  name: string,
  expected: string,
  got: StateArray | number | undefined,
): MoviolaError {
  return new MoviolaError("E_MODEL_STATE", `This state does not fit the model "${state.id}"`, {
    where: name,
    expected,
    got: typeof got === "object" ? `${got.constructor.name} of ${got.length}` : String(got),
    remedy: "Restore a state that a model of the same id and version gave",
  });
}
