import type { OpenedPart, OpenedSplit } from "../opened-split.js";

/** Rows of each item in some parts. */
export interface ItemRows {
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

/** Degrees of freedom that a variance needs to be used. */
const leastFreedom = 60;

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
    variance: freedom < leastFreedom ? NaN : (total - between) / freedom,
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

/** The sum of a column. */
export function totalOf(counts: Float64Array): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
