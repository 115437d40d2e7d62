/** What is held out of each item, on a scale on which chance alone gives it a variance of 1. */
import type { FeatureMatrix } from "../../../models/contract.js";
import type { OpenedPart, OpenedSplit } from "../opened-split.js";

/** Rows of each item in some parts. */
interface ItemRows {
  /** `[nItems]` */
  readonly count: Float64Array;
  /** `[nItems]` of ratings. */
  readonly sum: Float64Array;
}

/** Rows and ratings of each item. */
export interface ItemStatistics {
  readonly train: ItemRows;
  /** All but the part that is measured on: train, and where test is measured on valid too. */
  readonly known: ItemRows;
  /** The part that is measured on: test, or valid in a search. */
  readonly held: ItemRows;
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
export const leastItems = 60;
/** Held-out rows that an item must have to be expected: below, a root of counts has no unit variance. */
const leastExpected = 2;

/** Counts and sums over the rows of an opened split. */
export function itemStatistics({ dataset, split, parts }: OpenedSplit): ItemStatistics {
  const held = parts[parts.length - 1];
  const sums = itemRows([held], dataset.nItems);
  const total = held.rows.rating.reduce((sum, rating) => sum + rating * rating, 0);
  let [between, freedom] = [0, 0];
  sums.count.forEach((count, item) => {
    if (count === 0) return;
    between += sums.sum[item] ** 2 / count;
    freedom += count - 1;
  });
  return {
    train: itemRows(parts.slice(0, 1), dataset.nItems),
    known: itemRows(parts.slice(0, -1), dataset.nItems),
    held: sums,
    variance: freedom < leastItems ? NaN : (total - between) / freedom,
    coldItems: split.recipe.name === "cold-item",
  };
}

function itemRows(parts: readonly OpenedPart[], nItems: number): ItemRows {
  const count = new Float64Array(nItems);
  const sum = new Float64Array(nItems);
  for (const { rows } of parts) {
    const { itemIndex, rating } = rows;
    for (let row = 0; row < itemIndex.length; row++) {
      count[itemIndex[row]]++;
      sum[itemIndex[row]] += rating[row];
    }
  }
  return { count, sum };
}

/**
 * How often items are held out: 2 sqrt(b + 3/8), whose variance is 1 for a Poisson count b (Anscombe,
 * Biometrika 1948), and about as much for counts of users who choose one by one. What is known is the
 * count of the other parts, as a root, as it is and as a logarithm, and that of train. Undefined with too few items.
 */
export function countTarget(
  { train, known, held, coldItems }: ItemStatistics,
  { missing, dim }: Present,
): NoiseTarget | undefined {
  const [nKnown, nHeld] = [totalOf(known.count), totalOf(held.count)];
  const isUsed = (item: number): boolean => {
    if (missing[item] === 1) return false;
    if (coldItems) return known.count[item] === 0 && held.count[item] >= leastExpected;
    return (known.count[item] * nHeld) / nKnown >= leastExpected;
  };
  const items = mostRated(known, held, isUsed, dim);
  if (items.length < leastItems) return undefined;
  const rootOf = (count: number): number => 2 * Math.sqrt(count + 3 / 8);
  const countOf = (root: number): number => (root / 2) ** 2 - 3 / 8;
  const column = (valueOf: (item: number) => number): Float64Array =>
    Float64Array.from(items, valueOf);
  const ones = new Float64Array(items.length).fill(1);
  // A count that a feature holds as it is, or as a logarithm, then differs from these by what is held out.
  const told = [rootOf, (count: number): number => count, Math.log1p].map((shape) =>
    column((item) => shape(known.count[item])),
  );
  return {
    items,
    scale: ones,
    values: column((item) => rootOf(held.count[item])),
    base: coldItems ? [ones] : [ones, ...told, column((item) => train.count[item])],
    shapes: [
      {
        values: column((item) => rootOf(known.count[item] + held.count[item])).sort(),
        heldOutOf: (root, at) => rootOf(Math.max(0, countOf(root) - known.count[items[at]])),
      },
      { values: column((item) => rootOf(held.count[item])).sort() },
    ],
  };
}

/**
 * The mean held-out rating of items, times sqrt(rows / variance within items). What is known are the
 * means of the other parts and of train, drawn to that of all by one row, and the numbers of rows, by which
 * the mean of all rows differs from that of the held-out ones. Undefined with too few items, or where all ratings are equal.
 */
export function meanTarget(
  { train, known, held, variance, coldItems }: ItemStatistics,
  { missing, dim }: Present,
): NoiseTarget | undefined {
  if (!(variance > 0)) return undefined;
  const isUsed = (item: number): boolean =>
    missing[item] === 0 && held.count[item] > 0 && (coldItems || known.count[item] > 0);
  const items = mostRated(known, held, isUsed, dim);
  if (items.length < leastItems) return undefined;
  const column = (valueOf: (item: number) => number): Float64Array =>
    Float64Array.from(items, valueOf);
  const scale = column((item) => Math.sqrt(held.count[item] / variance));
  const scaled = (values: Float64Array): Float64Array =>
    values.map((value, at) => value * scale[at]);
  const overall = totalOf(known.sum) / totalOf(known.count);
  const meanOf = ({ sum, count }: ItemRows): Float64Array =>
    column((item) => (sum[item] + overall) / (count[item] + 1));
  const means = column((item) => held.sum[item] / held.count[item]);
  // How many known rows stand beside one that is held out, and what they add to a mean of all rows.
  const ratio = column((item) => known.count[item] / held.count[item]);
  const added = column((item) => known.sum[item] / held.count[item]);
  return {
    ...{ items, scale, values: scaled(means) },
    base: coldItems
      ? [scale]
      : [scale, ...[meanOf(known), meanOf(train), ratio, added].map(scaled)],
    shapes: [
      {
        values: means.map((mean, at) => (mean + added[at]) / (1 + ratio[at])).sort(),
        heldOutOf: (mean, at) => mean * (1 + ratio[at]),
      },
      { values: means.slice().sort() },
    ],
  };
}

/** What decides which items a matrix is looked at by. */
type Present = Pick<FeatureMatrix, "missing" | "dim">;

function mostRated(
  known: ItemRows,
  held: ItemRows,
  isUsed: (item: number) => boolean,
  dim: number,
): Int32Array {
  const used = Int32Array.from(known.count.keys()).filter(isUsed);
  const rowsOf = (item: number): number => known.count[item] + held.count[item];
  const most = Math.min(mostItems, Math.max(wideItems, Math.floor(mostNumbers / dim)));
  return used.sort((one, other) => rowsOf(other) - rowsOf(one) || one - other).slice(0, most);
}

function totalOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
