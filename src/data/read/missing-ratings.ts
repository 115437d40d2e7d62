import type { Interactions } from "../dataset.js";

/** What became of the rows without a rating. */
export interface FilledRatings {
  readonly interactions: Interactions;
  /** `[nRows]` 1 where the rating is an item mean and not a user's own. */
  readonly imputed: Uint8Array;
  /** Positions, in the rows before, of those left out because their item has no known rating. */
  readonly droppedRows: Int32Array;
}

/**
 * Gives every row with rating `NaN` the mean of its item's known ratings, as Cooper (2023) does, and
 * leaves out those whose item has none. The filled values are not ratings of a user: a model that is
 * tested on them is tested on the item mean.
 */
export function fillWithItemMean(interactions: Interactions, nItems: number): FilledRatings {
  const { nRows, userIndex, itemIndex, rating, timestamp } = interactions;
  const sum = new Float64Array(nItems);
  const count = new Int32Array(nItems);
  for (let row = 0; row < nRows; row++) {
    if (Number.isNaN(rating[row])) continue;
    sum[itemIndex[row]] += rating[row];
    count[itemIndex[row]]++;
  }
  const kept: number[] = [];
  const dropped: number[] = [];
  for (let row = 0; row < nRows; row++) {
    const lost = Number.isNaN(rating[row]) && count[itemIndex[row]] === 0;
    (lost ? dropped : kept).push(row);
  }
  const imputed = new Uint8Array(kept.length);
  const filled = Float32Array.from(kept, (row, index) => {
    if (!Number.isNaN(rating[row])) return rating[row];
    imputed[index] = 1;
    return sum[itemIndex[row]] / count[itemIndex[row]];
  });
  return {
    interactions: {
      nRows: kept.length,
      userIndex: Int32Array.from(kept, (row) => userIndex[row]),
      itemIndex: Int32Array.from(kept, (row) => itemIndex[row]),
      rating: filled,
      ...(timestamp && { timestamp: Float64Array.from(kept, (row) => timestamp[row]) }),
    },
    imputed,
    droppedRows: Int32Array.from(dropped),
  };
}
