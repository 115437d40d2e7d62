import type { FitReport } from "../contract.js";
import type { StateArray } from "../state.js";

/** What a definition's `learn` gives: the arrays and numbers that scoring needs. */
export interface Learned {
  readonly arrays: Readonly<Record<string, StateArray>>;
  readonly numbers?: Readonly<Record<string, number>>;
  /** Left out by a closed-form model. */
  readonly report?: FitReport;
}
