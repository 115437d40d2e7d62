import type { Dataset } from "../dataset.js";
import { rowsWhere, takeRows } from "../interactions.js";
import { applyEmptyIds, type EmptyIds } from "./empty-ids.js";
import { requireChoice, requireRows } from "./refusals.js";

/** What becomes of a row without a rating: it goes, or gets the mean of its item's ratings. */
export type MissingRatingPolicy = "drop" | "item-mean";

/** Settings of {@link resolveMissingRatings}. */
export interface MissingRatingOptions {
  /** Users and items that lose all rows; default `keep`. */
  readonly emptyIds?: EmptyIds;
}

/** A data set without missing ratings, and what was done to it. */
export interface MissingRatingResult {
  readonly dataset: Dataset;
  readonly report: {
    /** Rows without a rating that the data set had. */
    readonly nMissing: number;
    /** Those that got their item's mean. */
    readonly nFilled: number;
    /** Those that were removed: all of them, or those of items without any rating. */
    readonly nDropped: number;
  };
}

/**
 * Resolves missing ratings (NaN in the rating column). `drop` removes the rows; `item-mean` sets the
 * mean of the item's known ratings, not rounded to the scale's step, and removes rows of items that
 * have no known rating. The means are over all rows given: filled before a split, they carry
 * knowledge of held-out ratings into training. Throws `E_FILTER_OPTION`, `E_FILTER_EMPTY`.
 */
export function resolveMissingRatings(
  dataset: Dataset,
  policy: MissingRatingPolicy,
  options: MissingRatingOptions = {},
): MissingRatingResult {
  const { emptyIds = "keep" } = options;
  requireChoice("missing ratings", "policy", policy, ["drop", "item-mean"]);
  requireChoice("missing ratings", "emptyIds", emptyIds, ["keep", "compact"]);
  const { interactions } = dataset;
  const { itemIndex, nRows } = interactions;
  const nMissing = interactions.rating.reduce((count, value) => count + Number(isNaN(value)), 0);
  const means = policy === "item-mean" ? itemMeans(dataset) : undefined;
  const rating = interactions.rating.map((value, row) =>
    isNaN(value) && means !== undefined ? means[itemIndex[row]] : value,
  );
  const rows = rowsWhere(nRows, (row) => !isNaN(rating[row]));
  const nDropped = nRows - rows.length;
  const kept = dataset.with({ interactions: takeRows({ ...interactions, rating }, rows) });
  return {
    dataset: applyEmptyIds(requireRows("missing ratings", kept, nRows), emptyIds),
    report: { nMissing, nFilled: nMissing - nDropped, nDropped },
  };
}

/** `[nItems]` mean of each item's known ratings, NaN where it has none. */
function itemMeans(dataset: Dataset): Float64Array {
  const { itemIndex, rating } = dataset.interactions;
  const sums = new Float64Array(dataset.nItems);
  const counts = new Int32Array(dataset.nItems);
  rating.forEach((value, row) => {
    if (isNaN(value)) return;
    sums[itemIndex[row]] += value;
    counts[itemIndex[row]]++;
  });
  return sums.map((sum, item) => sum / counts[item]);
}
