import { MoviolaError } from "../../common/errors.js";
import { nearestRows } from "./nearest-rows.js";
import { unitRows } from "./unit-rows.js";
import type { PlainMatrix } from "../feature-set.js";

/** One neighbour of an item. */
export interface Neighbour {
  /** Position in the data set's items. */
  readonly itemIndex: number;
  /** Cosine, -1 to 1. */
  readonly similarity: number;
}

/** Options of {@link nearestItems}. */
export interface NearestItemsOptions {
  /** Neighbours an item gets; default 10, from 1. */
  readonly topK?: number;
  /** Subtract the mean vector first; default false. */
  readonly centred?: boolean;
  /** Items that are left out, as such and as neighbours: those for which this gives false. */
  readonly isWanted?: (item: number) => boolean;
}

/** The nearest items of every item. */
export class NearestItems {
  readonly topK: number;
  /** `[nItems x topK]` nearest first; -1 behind the end, and throughout for an item without a vector. */
  readonly items: Int32Array;
  /** `[nItems x topK]` cosines; 0 where there is no neighbour. */
  readonly similarities: Float32Array;

  constructor(topK: number, items: Int32Array, similarities: Float32Array) {
    this.topK = topK;
    this.items = items;
    this.similarities = similarities;
  }

  /** The neighbours of an item, nearest first; none for an item without a vector. */
  of(item: number): Neighbour[] {
    const start = item * this.topK;
    const found: Neighbour[] = [];
    for (let at = start; at < start + this.topK && this.items[at] >= 0; at++) {
      found.push({ itemIndex: this.items[at], similarity: this.similarities[at] });
    }
    return found;
  }
}

/**
 * The items with the largest cosines to each item, exactly, over all pairs of items that have a vector;
 * ties go to the lower item index. Throws `E_FEATURE_OPTION` for a `topK` below 1.
 */
export function nearestItems(
  features: PlainMatrix,
  options: NearestItemsOptions = {},
): NearestItems {
  const { topK = 10, ...selection } = options;
  requireCount("topK", topK);
  const { items, rows, dim } = unitRows(features, selection);
  const lists = nearestRows(rows, dim, topK, "product");
  const found = new Int32Array(features.nItems * topK).fill(-1);
  const similarities = new Float32Array(features.nItems * topK);
  items.forEach((item, row) => {
    for (let place = 0; place < topK; place++) {
      const partner = lists.partners[row * topK + place];
      if (partner < 0) break;
      found[item * topK + place] = items[partner];
      similarities[item * topK + place] = lists.scores[row * topK + place];
    }
  });
  return new NearestItems(topK, found, similarities);
}

/** Throws `E_FEATURE_OPTION` unless `value` is a whole number from 1. */
export function requireCount(name: string, value: number): void {
  if (Number.isInteger(value) && value >= 1) return;
  throw new MoviolaError("E_FEATURE_OPTION", "A number of neighbours cannot be used", {
    where: name,
    expected: "a whole number from 1",
    got: String(value),
    remedy: "Ten is usual",
  });
}

/**
 * Mean share of an item's neighbours that are also among its neighbours in the other lists, 0 to 1, over
 * the items that have neighbours in both; NaN when there are none. Both must have the same `topK`.
 */
export function neighbourOverlap(one: NearestItems, other: NearestItems): number {
  const nItems = Math.min(one.items.length / one.topK, other.items.length / other.topK);
  let sum = 0;
  let count = 0;
  for (let item = 0; item < nItems; item++) {
    const mine = one.of(item);
    const theirs = new Set(other.of(item).map(({ itemIndex }) => itemIndex));
    if (mine.length === 0 || theirs.size === 0) continue;
    const shared = mine.filter(({ itemIndex }) => theirs.has(itemIndex)).length;
    sum += shared / Math.max(mine.length, theirs.size);
    count++;
  }
  return count === 0 ? Number.NaN : sum / count;
}
