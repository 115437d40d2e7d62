import type { Kernel } from "../pool/kernel.js";

/**
 * Deals the training pairs into strata: task b writes those of user block b, ordered by item block, in
 * the order of the block's users and of their items. `strata[b * nBlocks]` says where they begin and
 * the others of the row are written; `cursors` `[nBlocks * nBlocks]` is scratch memory.
 */
export const dealPairs: Kernel<
  [
    nBlocks: number,
    /** `[nUsers]` users in the order of their blocks. */
    users: Int32Array,
    /** `[nBlocks + 1]` where each block begins in `users`. */
    userCuts: Int32Array,
    /** `[nItems]` */
    blockOfItem: Int32Array,
    offsets: Int32Array,
    columns: Int32Array,
    /** `[nBlocks * nBlocks + 1]` */
    strata: Int32Array,
    cursors: Int32Array,
    /** `[2 * nnz]` user and item of each pair. */
    pairs: Int32Array,
  ]
> = {
  name: "bprDealPairs",
  twin: (task, _slot, nBlocks, users, userCuts, blockOfItem, offsets, columns, ...places) => {
    const [strata, cursors, pairs] = places;
    const own = cursors.subarray(task * nBlocks, (task + 1) * nBlocks).fill(0);
    const block = users.subarray(userCuts[task], userCuts[task + 1]);
    for (const user of block) {
      for (const item of columns.subarray(offsets[user], offsets[user + 1])) {
        own[blockOfItem[item]]++;
      }
    }
    let start = strata[task * nBlocks];
    for (let at = 0; at < nBlocks; at++) {
      const count = own[at];
      strata[task * nBlocks + at] = start;
      own[at] = start;
      start += count;
    }
    for (const user of block) {
      for (const item of columns.subarray(offsets[user], offsets[user + 1])) {
        const place = own[blockOfItem[item]]++;
        pairs[2 * place] = user;
        pairs[2 * place + 1] = item;
      }
    }
  },
};

/** Writes each item of block b (task b) into `negatives` as often as `counts` says. */
export const dealNegatives: Kernel<
  [
    /** `[nItems]` items in the order of their blocks. */
    items: Int32Array,
    /** `[nBlocks + 1]` where each block begins in `items`. */
    itemCuts: Int32Array,
    /** `[nItems]` */
    counts: Int32Array,
    /** `[nBlocks + 1]` where each block begins in `negatives`. */
    negativeCuts: Int32Array,
    /** `[sum of counts]` */
    negatives: Int32Array,
  ]
> = {
  name: "bprDealNegatives",
  twin: (task, _slot, items, itemCuts, counts, negativeCuts, negatives) => {
    let at = negativeCuts[task];
    for (const item of items.subarray(itemCuts[task], itemCuts[task + 1])) {
      negatives.fill(item, at, at + counts[item]);
      at += counts[item];
    }
  },
};
