import type { AnyModel } from "../models/contract.js";
import type { PerUnitValues, RunRecord } from "./run-record.js";

/** What `runExperiment` returns. */
export interface ExperimentRun {
  readonly record: RunRecord;
  /** Values behind the means, by user (ranking) or by held-out rating. */
  readonly units: PerUnitValues;
  /** True when the run was found in the store and nothing was computed. */
  readonly fromStore: boolean;
  /**
   * The fitted model: the one of the run when it was kept (`keepModel`, in memory or on disk), else made
   * again, which the seed makes the same. Kept from then on.
   */
  model(): Promise<AnyModel>;
}
