import type { RunRecord } from "../run-record.js";

/** Which runs are wanted; a member that is left out matches all. */
export interface RunFilter {
  readonly model?: string;
  /** Name of the data set. */
  readonly dataset?: string;
  /** Name of the split's recipe. */
  readonly split?: string;
  readonly task?: "ranking" | "rating";
  readonly seed?: number;
  /** `test` (the default) for runs, `valid` for the trials of a search, `any` for both. */
  readonly part?: "test" | "valid" | "any";
}

/** True when the record is wanted. */
export function matchesFilter(record: RunRecord, filter: RunFilter): boolean {
  const { manifest } = record;
  const part = filter.part ?? "test";
  const wanted: [unknown, unknown][] = [
    [filter.model, manifest.model.id],
    [filter.dataset, manifest.dataset.name],
    [filter.split, manifest.split.name],
    [filter.task, manifest.task],
    [filter.seed, manifest.seed],
    [part === "any" ? undefined : part, manifest.protocol.part],
  ];
  return wanted.every(([value, found]) => value === undefined || value === found);
}
