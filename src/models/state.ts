import type { Config } from "../common/json.js";

/** An array that a model's state may hold. */
export type StateArray = Float32Array | Float64Array | Int32Array | Uint8Array;

/** All that a fitted model needs to score: settings, shape and named arrays. */
export interface ModelState {
  readonly id: string;
  readonly config: Config;
  readonly nUsers: number;
  readonly nItems: number;
  readonly arrays: Readonly<Record<string, StateArray>>;
  readonly numbers: Readonly<Record<string, number>>;
}
