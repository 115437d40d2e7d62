/** What is held out of each item, on a scale on which chance alone gives it a variance of 1. */
import type { OpenedSplit } from "../opened-split.js";

/** Rows and ratings of each item, in train and in the part that is measured on. */
export interface ItemStatistics {
  /** `[nItems]` */
  readonly trainCount: Float64Array;
  /** `[nItems]` */
  readonly heldCount: Float64Array;
  /** `[nItems]` sums of ratings. */
  readonly trainSum: Float64Array;
  /** `[nItems]` */
  readonly heldSum: Float64Array;
  /** Variance of held-out ratings within an item; NaN where there are too few of them. */
  readonly variance: number;
  /** True when whole items are held out, so that train says nothing of them. */
  readonly coldItems: boolean;
}

/** A quantity of items with the noise of unit variance that no honest feature knows. */
export interface NoiseTarget {
  /** `[n]` positions of the items. */
  readonly items: Int32Array;
  /** `[n]` what a feature is multiplied with to be on the scale of the target. */
  readonly scale: Float64Array;
  /** `[n]` the target. */
  readonly values: Float64Array;
  /** Columns `[n]` of what train tells. */
  readonly base: readonly Float64Array[];
  /** `[n]` each, ascending: what an encoded target would look like, on the scale of a feature. */
  readonly shapes: readonly Float64Array[];
}

/** Most items that are looked at, those with most rows. */
const mostItems = 800;
/** Fewer items prove nothing. */
export const leastItems = 60;
/** Held-out rows that an item must have to be expected: below, a root of counts has no unit variance. */
const leastExpected = 2;

/** Counts and sums over the rows of train and of the last part: test, or valid in a search. */
export function itemStatistics({ dataset, split, parts }: OpenedSplit): ItemStatistics {
  const { nItems } = dataset;
  const sumsOf = (part: number): { count: Float64Array; sum: Float64Array; square: number } => {
    const { itemIndex, rating, nRows } = parts[part].rows;
    const count = new Float64Array(nItems);
    const sum = new Float64Array(nItems);
    let square = 0;
    for (let row = 0; row < nRows; row++) {
      count[itemIndex[row]]++;
      sum[itemIndex[row]] += rating[row];
      square += rating[row] * rating[row];
    }
    return { count, sum, square };
  };
  const train = sumsOf(0);
  const held = sumsOf(parts.length - 1);
  let [between, freedom] = [0, 0];
  held.count.forEach((count, item) => {
    if (count === 0) return;
    between += held.sum[item] ** 2 / count;
    freedom += count - 1;
  });
  return {
    ...{ trainCount: train.count, trainSum: train.sum, heldCount: held.count, heldSum: held.sum },
    variance: freedom < leastItems ? NaN : (held.square - between) / freedom,
    coldItems: split.recipe.name === "cold-item",
  };
}

/**
 * How often items are held out: 2 sqrt(b + 3/8), whose variance is 1 for a Poisson count b (Anscombe,
 * Biometrika 1948), and about as much for counts of users who choose one by one. Train tells sqrt(a + 3/8),
 * a its own count. Undefined with too few items.
 */
export function countTarget(
  { trainCount, heldCount, coldItems }: ItemStatistics,
  missing: Uint8Array,
): NoiseTarget | undefined {
  const [all, held] = [totalOf(trainCount), totalOf(heldCount)];
  const isUsed = (item: number): boolean => {
    if (missing[item] === 1) return false;
    if (coldItems) return trainCount[item] === 0 && heldCount[item] >= leastExpected;
    return (trainCount[item] * held) / all >= leastExpected;
  };
  const items = mostRated(trainCount, heldCount, isUsed);
  if (items.length < leastItems) return undefined;
  const rootOf = (count: number): number => 2 * Math.sqrt(count + 3 / 8);
  const column = (valueOf: (item: number) => number): Float64Array =>
    Float64Array.from(items, valueOf);
  const ones = new Float64Array(items.length).fill(1);
  return {
    items,
    scale: ones,
    values: column((item) => rootOf(heldCount[item])),
    base: coldItems ? [ones] : [ones, column((item) => rootOf(trainCount[item]))],
    shapes: [
      column((item) => rootOf(trainCount[item] + heldCount[item])).sort(),
      column((item) => rootOf(heldCount[item])).sort(),
    ],
  };
}

/**
 * The mean held-out rating of items, times sqrt(rows / variance within items). Train tells its own mean,
 * drawn to that of all by one row. Undefined with too few items, or where all ratings are equal.
 */
export function meanTarget(
  statistics: ItemStatistics,
  missing: Uint8Array,
): NoiseTarget | undefined {
  const { trainCount, heldCount, trainSum, heldSum, variance, coldItems } = statistics;
  if (!(variance > 0)) return undefined;
  const isUsed = (item: number): boolean =>
    missing[item] === 0 && heldCount[item] > 0 && (coldItems || trainCount[item] > 0);
  const items = mostRated(trainCount, heldCount, isUsed);
  if (items.length < leastItems) return undefined;
  const column = (valueOf: (item: number) => number): Float64Array =>
    Float64Array.from(items, valueOf);
  const overall = totalOf(trainSum) / totalOf(trainCount);
  const scale = column((item) => Math.sqrt(heldCount[item] / variance));
  const train = column((item) => (trainSum[item] + overall) / (trainCount[item] + 1));
  const held = column((item) => heldSum[item] / heldCount[item]);
  const both = column(
    (item) => (trainSum[item] + heldSum[item]) / (trainCount[item] + heldCount[item]),
  );
  const scaled = (values: Float64Array): Float64Array =>
    values.map((value, at) => value * scale[at]);
  return {
    ...{ items, scale, values: scaled(held) },
    base: coldItems ? [scale] : [scale, scaled(train)],
    shapes: [both.sort(), held.slice().sort()],
  };
}

function mostRated(
  trainCount: Float64Array,
  heldCount: Float64Array,
  isUsed: (item: number) => boolean,
): Int32Array {
  const used = Int32Array.from(trainCount.keys()).filter(isUsed);
  const rowsOf = (item: number): number => trainCount[item] + heldCount[item];
  return used.sort((one, other) => rowsOf(other) - rowsOf(one) || one - other).slice(0, mostItems);
}

function totalOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
