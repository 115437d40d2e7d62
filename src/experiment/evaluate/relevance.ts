import type { Interactions } from "../../data/dataset.js";
import { rowsWhere, takeRows } from "../../data/interactions.js";

/** The held-out rows that count as relevant: all, or those rated at least `threshold`. */
export function relevantRows(heldOut: Interactions, threshold: number | undefined): Interactions {
  if (threshold === undefined) return heldOut;
  // Ratings are stored in single precision; 3.7 must mean the same number on both sides.
  const limit = Math.fround(threshold);
  return takeRows(
    heldOut,
    rowsWhere(heldOut.nRows, (row) => heldOut.rating[row] >= limit),
  );
}

/** A warning when low ratings count as relevant because nothing was said about them. */
export function relevanceWarning(
  heldOut: Interactions,
  threshold: number | undefined,
): string | undefined {
  const { rating } = heldOut;
  if (threshold !== undefined || rating.every((value) => value === rating[0])) return undefined;
  const low = rating.reduce((least, value) => Math.min(least, value), Infinity);
  return `Every held-out row counts as relevant, ratings of ${low} too: no relevance threshold was given`;
}
