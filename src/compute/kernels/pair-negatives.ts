import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import { RandomStream } from "../random.js";
import { randomBelow } from "./random-below.js";

/** Pairs of one task; the compiled kernel has the same number. */
export const pairsPerTask = 4096;
/** Draws by popularity before one is drawn evenly; the compiled kernel has the same number. */
const tries = 64;

/** For every pair an item that its user does not have; a task goes on from words of its own. */
const kernel: Kernel<
  [
    nPairs: number,
    nItems: number,
    nEntries: number,
    byPopularity: number,
    words: Int32Array,
    offsets: Int32Array,
    columns: Int32Array,
    users: Int32Array,
    negatives: Int32Array,
  ]
> = {
  name: "drawPairNegatives",
  twin: (task, _slot, nPairs, nItems, nEntries, byPopularity, words, ...arrays) => {
    const [offsets, columns, users, negatives] = arrays;
    const random = RandomStream.fromWords(words, 4 * task);
    const first = task * pairsPerTask;
    for (let pair = first; pair < Math.min(first + pairsPerTask, nPairs); pair++) {
      const user = users[pair];
      const items = columns.subarray(offsets[user], offsets[user + 1]);
      let item = -1;
      for (let trial = 0; trial < tries && byPopularity !== 0 && item < 0; trial++) {
        const drawn = columns[randomBelow(random, nEntries)];
        if (!items.includes(drawn)) item = drawn;
      }
      negatives[pair] = item < 0 ? otherItem(random, nItems, items) : item;
    }
  },
};

/** One of the items that are not among `items`, which ascend: all with the same chance. */
function otherItem(random: RandomStream, nItems: number, items: Int32Array): number {
  let item = randomBelow(random, nItems - items.length);
  for (const own of items) {
    if (own > item) break;
    item++;
  }
  return item;
}

/** Who has what, in a workspace: a row a user, items ascending. */
export interface PairHistories {
  readonly nItems: number;
  /** `[nUsers + 1]` */
  readonly offsets: Int32Array;
  /** `[nnz]` */
  readonly columns: Int32Array;
}

/**
 * Draws, for each of `users`, an item that the user does not have, into `negatives` of the same length:
 * evenly, or with `byPopularity` in proportion to the number of users who have it (evenly again where 64
 * draws hit none that the user lacks). `words` holds four words of a random stream for every
 * {@link pairsPerTask} pairs. No user may have all items. Arrays are in a workspace of `pool`.
 */
export function drawPairNegatives(
  pool: ComputePool,
  histories: PairHistories,
  byPopularity: boolean,
  words: Int32Array,
  users: Int32Array,
  negatives: Int32Array,
): void {
  const { nItems, offsets, columns } = histories;
  pool.run(
    kernel,
    Math.ceil(users.length / pairsPerTask),
    users.length,
    nItems,
    columns.length,
    byPopularity ? 1 : 0,
    words,
    offsets,
    columns,
    users,
    negatives,
  );
}
