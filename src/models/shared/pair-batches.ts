/**
 * Mini-batches of (user, positive, negative) for models that learn to put a user's items before others.
 *
 * An epoch takes each positive once, in an order that the stream `<name>/epoch/<e>/order` shuffles; the
 * negatives are items that the user does not have, from `<name>/epoch/<e>/negatives/<block>`. Positives
 * of a user who has all items have no negative and are left out.
 */
import { drawPairNegatives, pairsPerTask } from "../../compute/kernels/pair-negatives.js";
import type { PairHistories } from "../../compute/kernels/pair-negatives.js";
import type { PairSamples } from "../../compute/kernels/pair-loss.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { createRandom } from "../../compute/random.js";
import { rowOfEachEntry } from "../../compute/sparse.js";
import type { PositiveTable } from "./positive-table.js";

/** How batches are made. */
export interface PairBatchOptions {
  /** Positives of a batch, at least 1; the last batch of an epoch has the rest. */
  readonly batchSize: number;
  /** Negatives drawn evenly, or in proportion to the number of users who have the item. */
  readonly negatives: "uniform" | "popularity";
  readonly seed: number;
  /** Name of the random streams, such as `lightgcn`. */
  readonly name: string;
}

/** The batches of an epoch after the other. */
export class PairBatches {
  /** Positives of an epoch, and batches. */
  readonly nPairs: number;
  readonly nBatches: number;
  readonly #options: PairBatchOptions;
  readonly #pool: ComputePool;
  readonly #histories: PairHistories;
  readonly #words: Int32Array;
  /** `[nPairs]` what the epochs shuffle. */
  readonly #owners: Int32Array;
  readonly #items: Int32Array;
  /** `[nPairs]` the epoch at hand. */
  readonly #samples: PairSamples;

  /** Its arrays are of `workspace` and live as long. */
  constructor(
    workspace: Workspace,
    pool: ComputePool,
    { nItems, byUser }: PositiveTable,
    options: PairBatchOptions,
  ) {
    const users = rowOfEachEntry(byUser);
    const { offsets, columns } = byUser;
    const hasNegative = (user: number): boolean => offsets[user + 1] - offsets[user] < nItems;
    this.#owners = users.filter(hasNegative);
    this.#items = columns.filter((_item, entry) => hasNegative(users[entry]));
    this.nPairs = this.#owners.length;
    this.nBatches = Math.ceil(this.nPairs / options.batchSize);
    this.#options = options;
    this.#pool = pool;
    this.#histories = {
      nItems,
      offsets: workspace.copyOf(offsets),
      columns: workspace.copyOf(columns),
    };
    this.#words = workspace.int32(4 * Math.ceil(this.nPairs / pairsPerTask));
    this.#samples = {
      users: workspace.int32(this.nPairs),
      positives: workspace.int32(this.nPairs),
      negatives: workspace.int32(this.nPairs),
    };
  }

  /** Shuffles the positives and draws the negatives of epoch `epoch`, whichever came before it. */
  startEpoch(epoch: number): void {
    const { seed, name, negatives: kind } = this.#options;
    const { users, positives, negatives } = this.#samples;
    const random = createRandom(seed, `${name}/epoch/${epoch}`);
    const order = random.stream("order").permutation(this.nPairs);
    for (let at = 0; at < order.length; at++) {
      users[at] = this.#owners[order[at]];
      positives[at] = this.#items[order[at]];
    }
    const blocks = random.stream("negatives");
    for (let block = 0; 4 * block < this.#words.length; block++) {
      this.#words.set(blocks.stream(String(block)).words(), 4 * block);
    }
    const byPopularity = kind === "popularity";
    drawPairNegatives(this.#pool, this.#histories, byPopularity, this.#words, users, negatives);
  }

  /** Batch `at` of the epoch, 0 to nBatches - 1: views that the next epoch overwrites. */
  batch(at: number): PairSamples {
    const { users, positives, negatives } = this.#samples;
    const start = at * this.#options.batchSize;
    const end = Math.min(start + this.#options.batchSize, this.nPairs);
    return {
      users: users.subarray(start, end),
      positives: positives.subarray(start, end),
      negatives: negatives.subarray(start, end),
    };
  }
}
