/** What is held out of each item, on a scale on which chance alone gives it a variance of 1. */
import type { FeatureMatrix } from "../../../models/contract.js";
import type { ItemRows } from "./item-statistics.js";

/** A quantity of items with the noise of unit variance that no honest feature knows. */
export interface NoiseTarget {
  /** `[n]` positions of the items. */
  readonly items: Int32Array;
  /** `[n]` what a feature is multiplied with to be on the scale of the target. */
  readonly scale: Float64Array;
  /** `[n]` the target. */
  readonly values: Float64Array;
  /** Columns `[n]` of what the other parts tell, and of numbers of rows where they say nothing of the target. */
  readonly base: readonly Float64Array[];
  readonly shapes: readonly TargetShape[];
}

/** What an encoded target would look like. */
export interface TargetShape {
  /** `[n]` ascending, on the scale of a feature. */
  readonly values: Float64Array;
  /** For a quantity of train and held-out rows together: what is then held out of the item at this place. */
  readonly heldOutOf?: (value: number, at: number) => number;
}

/** Most items that are looked at, those with most rows; of wide features fewer, but never below `wideItems`. */
const mostItems = 800;
const wideItems = 400;
const mostNumbers = 800_000;
/** Fewer items prove nothing. */
const leastItems = 60;

/** What decides which items a matrix is looked at by. */
export type Present = Pick<FeatureMatrix, "missing" | "dim">;

/** The items that are used, those with most rows first; undefined when they are too few. */
export function mostRated(
  known: ItemRows,
  held: ItemRows,
  isUsed: (item: number) => boolean,
  dim: number,
): Int32Array | undefined {
  const used = Int32Array.from(known.count.keys()).filter(isUsed);
  const rowsOf = (item: number): number => known.count[item] + held.count[item];
  const most = Math.min(mostItems, Math.max(wideItems, Math.floor(mostNumbers / dim)));
  if (used.length < leastItems) return undefined;
  return used.sort((one, other) => rowsOf(other) - rowsOf(one) || one - other).slice(0, most);
}
