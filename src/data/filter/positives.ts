import type { Dataset } from "../dataset.js";
import { rowsWhere, takeRows } from "../interactions.js";
import { applyEmptyIds, type EmptyIds } from "./empty-ids.js";
import { requireChoice, requireRows } from "./refusals.js";
import { MoviolaError } from "../../common/errors.js";

/** Whether a rating equal to the threshold is a positive (`>=`) or not (`>`). */
export type ThresholdComparison = ">=" | ">";

/** Settings of {@link positivesByThreshold}. */
export interface PositivesOptions {
  /** Users and items without a positive; default `keep`. */
  readonly emptyIds?: EmptyIds;
}

/**
 * Implicit feedback from ratings: keeps the rows whose rating is at least (`>=`) or above (`>`) the
 * threshold and sets their rating to 1, on a scale from 0 to 1 in steps of 1. A missing rating (NaN)
 * is no positive. Users and items that lose all rows keep their positions unless `emptyIds` is
 * `compact`. Throws `E_FILTER_OPTION`, and `E_FILTER_EMPTY` when nothing is left.
 */
export function positivesByThreshold(
  dataset: Dataset,
  threshold: number,
  comparison: ThresholdComparison = ">=",
  options: PositivesOptions = {},
): Dataset {
  const { emptyIds = "keep" } = options;
  requireChoice("positives", "comparison", comparison, [">=", ">"]);
  requireChoice("positives", "emptyIds", emptyIds, ["keep", "compact"]);
  if (!Number.isFinite(threshold)) {
    throw new MoviolaError("E_FILTER_OPTION", "A threshold must be a number", {
      where: "positives, threshold",
      expected: "a finite number on the rating scale",
      got: String(threshold),
    });
  }
  const { rating, nRows } = dataset.interactions;
  // Ratings are stored in single precision; 3.7 must mean the same number on both sides.
  const limit = Math.fround(threshold);
  const rows = rowsWhere(
    nRows,
    comparison === ">" ? (row) => rating[row] > limit : (row) => rating[row] >= limit,
  );
  const kept = takeRows(dataset.interactions, rows);
  const positives = dataset.with({
    interactions: { ...kept, rating: new Float32Array(rows.length).fill(1) },
    ratingScale: { minimum: 0, maximum: 1, step: 1 },
  });
  return applyEmptyIds(requireRows("positives", positives, nRows), emptyIds);
}
