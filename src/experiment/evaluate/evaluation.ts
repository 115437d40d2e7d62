import type { Estimate, PerUnitValues } from "../run-record.js";

/** What an evaluation gives. */
export interface Evaluation {
  readonly metrics: Readonly<Record<string, Estimate>>;
  readonly units: PerUnitValues;
  readonly skippedUsers: number;
}
