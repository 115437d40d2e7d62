import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";

const usersPerTask = 8;

/**
 * Places of the relevant items of each user: one more than the candidates with a higher score, or an
 * equal score and a lower index. Masked items of `rows` are overwritten.
 */
const kernel: Kernel<
  [
    nUsers: number,
    nItems: number,
    withTies: number,
    users: Int32Array,
    rows: Float32Array,
    relevantOffsets: Int32Array,
    relevantItems: Int32Array,
    maskedOffsets: Int32Array,
    maskedItems: Int32Array,
    ranks: Int32Array,
    nExcluded: Int32Array,
    tieCorrections: Float64Array,
    faults: Int32Array,
  ]
> = {
  name: "rankRelevant",
  twin: (
    task,
    _slot,
    nUsers,
    nItems,
    withTies,
    users,
    rows,
    relevantOffsets,
    relevantItems,
    maskedOffsets,
    maskedItems,
    ranks,
    nExcluded,
    tieCorrections,
    faults,
  ) => {
    const first = task * usersPerTask;
    for (let position = first; position < Math.min(first + usersPerTask, nUsers); position++) {
      const user = users[position];
      const row = rows.subarray(position * nItems, (position + 1) * nItems);
      faults[position] = row.every(Number.isFinite) ? 0 : 1;
      if (faults[position] === 1) continue;
      const start = relevantOffsets[user];
      const relevant = relevantItems.subarray(start, relevantOffsets[user + 1]);
      const isRelevant = new Set(relevant);
      const masked = maskedItems
        .subarray(maskedOffsets[user], maskedOffsets[user + 1])
        .filter((item) => !isRelevant.has(item));
      for (const item of masked) row[item] = -Infinity;
      nExcluded[position] = masked.length;
      tieCorrections[position] = 0;
      relevant.forEach((item, at) => {
        const { ahead, tied } = compare(row, item);
        ranks[start + at] = 1 + ahead;
        if (withTies !== 0) tieCorrections[position] += tied / 2;
      });
    }
  },
};

/** How many items stand ahead of `item`; and items of equal score, ahead less behind. */
function compare(row: Float32Array, item: number): { ahead: number; tied: number } {
  const own = row[item];
  let ahead = 0;
  let tied = 0;
  for (let other = 0; other < row.length; other++) {
    if (row[other] > own || (row[other] === own && other < item)) ahead++;
    // Ties of two relevant items count for one and against the other.
    if (row[other] === own) tied += Math.sign(item - other);
  }
  return { ahead, tied };
}

/** Lists of items by user, `offsets` `[nUsers of the matrix + 1]`, in a workspace. */
export interface ItemLists {
  readonly offsets: Int32Array;
  /** Ascending within a user. */
  readonly items: Int32Array;
}

/** What {@link rankRelevant} writes; all arrays in a workspace. */
export interface RankOperand {
  /** `[entries of the relevant lists]` place of each relevant item, from 1. */
  readonly ranks: Int32Array;
  /** `[users.length]` masked items that are not relevant. */
  readonly nExcluded: Int32Array;
  /**
   * `[users.length]` over all pairs of a relevant item and another candidate of equal score, 0.5 where
   * the index put the other ahead, -0.5 where behind; 0 unless `withTies`.
   */
  readonly tieCorrections: Float64Array;
  /** `[users.length]` 1 where a score is NaN or infinite: nothing else is written for that user. */
  readonly faults: Int32Array;
}

/**
 * Ranks the relevant items of `users` (rows of both lists) among all items that are not masked, equal
 * scores by lower item; an item both masked and relevant stays in. `rows` `[users.length x nItems]` are
 * the scores, of which those of masked items are overwritten. All arrays in a workspace of `pool`.
 */
export function rankRelevant(
  pool: ComputePool,
  nItems: number,
  users: Int32Array,
  rows: Float32Array,
  relevant: ItemLists,
  masked: ItemLists,
  withTies: boolean,
  { ranks, nExcluded, tieCorrections, faults }: RankOperand,
): void {
  pool.run(
    kernel,
    Math.ceil(users.length / usersPerTask),
    users.length,
    nItems,
    withTies ? 1 : 0,
    users,
    rows,
    relevant.offsets,
    relevant.items,
    masked.offsets,
    masked.items,
    ranks,
    nExcluded,
    tieCorrections,
    faults,
  );
}
