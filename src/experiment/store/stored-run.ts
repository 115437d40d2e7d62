import type { PerUnitValues, RunRecord } from "../run-record.js";

/** A finished run as the store gives it. */
export interface StoredRun {
  readonly record: RunRecord;
  readonly units: PerUnitValues;
}

/** The content of `run.json`: the record, and what is needed to verify the values beside it. */
export interface StoredRecord extends RunRecord {
  readonly units: {
    readonly file: string;
    readonly unit: PerUnitValues["unit"];
    readonly nRows: number;
    /** Of the Parquet file's bytes. */
    readonly sha256: string;
  };
  /** Hash of everything above as canonical JSON, so that a changed number is noticed. */
  readonly sha256: string;
}
