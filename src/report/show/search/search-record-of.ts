import type { SearchRecord } from "../../../experiment/select/search-record.js";

/** The record of a search where `value` is one, or is what a search gave; else undefined. */
export function searchRecordOf(value: unknown): SearchRecord | undefined {
  if (isRecord(value)) return value;
  const inner = (value as { readonly record?: unknown } | null | undefined)?.record;
  return isRecord(inner) ? inner : undefined;
}

function isRecord(value: unknown): value is SearchRecord {
  if (typeof value !== "object" || value === null) return false;
  const { schema, trials, rungs, space, best } = value as Partial<SearchRecord>;
  const hasTrials = Array.isArray(trials) && Array.isArray(rungs) && typeof best === "number";
  return schema === 1 && hasTrials && typeof space === "object";
}
