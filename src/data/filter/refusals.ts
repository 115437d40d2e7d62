import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../dataset.js";

/** Throws `E_FILTER_OPTION` unless `value` is a whole number of at least 0. */
export function requireCount(filter: string, option: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 0) return;
  throw new MoviolaError("E_FILTER_OPTION", "A filter's minimum must be a count", {
    where: `${filter}, ${option}`,
    expected: "a whole number from 0",
    got: String(value),
  });
}

/** Throws `E_FILTER_OPTION` unless `value` is one of `allowed`. */
export function requireChoice(
  filter: string,
  option: string,
  value: string,
  allowed: readonly string[],
): void {
  if (allowed.includes(value)) return;
  throw new MoviolaError("E_FILTER_OPTION", "A filter has no such option", {
    where: `${filter}, ${option}`,
    expected: allowed.map((choice) => JSON.stringify(choice)).join(" or "),
    got: JSON.stringify(value),
  });
}

/** Returns `dataset`; throws `E_FILTER_EMPTY` when a filter has left no row of it. */
export function requireRows(filter: string, dataset: Dataset, nRowsBefore: number): Dataset {
  if (dataset.nRatings > 0) return dataset;
  throw new MoviolaError("E_FILTER_EMPTY", "A filter leaves no rating", {
    where: `${filter} of ${dataset.name}`,
    expected: "at least one row",
    got: `0 of ${nRowsBefore} rows`,
    remedy: "Lower the threshold or the minimum counts",
  });
}
