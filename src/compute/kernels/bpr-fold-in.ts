import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import { RandomStream } from "../random.js";
import type { SparseMatrix } from "../sparse.js";
import type { BprFactors } from "./bpr-epochs.js";
import { logistic } from "./logistic.js";
import { randomBelow } from "./random-below.js";

/** Users of one task; the compiled kernel has the same number. */
const usersPerTask = 32;

const kernel: Kernel<
  [
    nUsers: number,
    nItems: number,
    offsets: Int32Array,
    columns: Int32Array,
    words: Int32Array,
    epochs: number,
    tries: number,
    width: number,
    userFactors: Float32Array,
    itemFactors: Float32Array,
    itemBias: Float32Array,
    learningRate: number,
    regularisation: number,
  ]
> = {
  name: "bprFoldIn",
  twin: (task, _slot, nUsers, nItems, offsets, columns, words, epochs, tries, width, ...others) => {
    const [users, items, bias, learningRate, regularisation] = others;
    const first = task * usersPerTask;
    for (let user = first; user < Math.min(first + usersPerTask, nUsers); user++) {
      const liked = columns.subarray(offsets[user], offsets[user + 1]);
      if (liked.length === 0 || liked.length >= nItems) continue;
      const p = users.subarray(user * width, (user + 1) * width);
      const random = RandomStream.fromWords(words);
      for (let epoch = 0; epoch < epochs; epoch++) {
        const rate = learningRate * (1 - epoch / epochs);
        for (const positive of liked) {
          let negative = -1;
          for (let left = tries; left > 0 && negative < 0; left--) {
            const drawn = randomBelow(random, nItems);
            if (!liked.includes(drawn)) negative = drawn;
          }
          if (negative < 0) continue;
          const q = items.subarray(positive * width, (positive + 1) * width);
          const r = items.subarray(negative * width, (negative + 1) * width);
          let x = bias[positive] - bias[negative];
          for (let f = 0; f < width; f++) x += p[f] * (q[f] - r[f]);
          const slope = rate * logistic(-x);
          for (let f = 0; f < width; f++) {
            p[f] = (1 - rate * regularisation) * p[f] + slope * (q[f] - r[f]);
          }
        }
      }
    }
  },
};

/** How users are folded in. */
export interface BprFoldIn {
  /** Passes over a user's items, while the learning rate falls to 0 evenly. */
  readonly epochs: number;
  /** Draws of a negative before a sample is given up. */
  readonly tries: number;
  readonly learningRate: number;
  readonly regularisation: number;
}

/**
 * Learns the rows of `userFactors`, zeros at first, from the histories in `matrix` (`[nUsers x nItems]`)
 * with items held fixed; negatives are any other items, all alike. Every user draws from the same state
 * of `random`, so a row depends on its history and on nothing else. `factors` are in `workspace`.
 */
export function foldInUsers(
  pool: ComputePool,
  workspace: Workspace,
  matrix: SparseMatrix,
  factors: BprFactors,
  random: RandomStream,
  { epochs, tries, learningRate, regularisation }: BprFoldIn,
): void {
  pool.run(
    kernel,
    Math.ceil(matrix.nRows / usersPerTask),
    matrix.nRows,
    matrix.nColumns,
    workspace.copyOf(matrix.offsets),
    workspace.copyOf(matrix.columns),
    workspace.copyOf(random.words()),
    epochs,
    tries,
    factors.width,
    factors.userFactors,
    factors.itemFactors,
    factors.itemBias,
    learningRate,
    regularisation,
  );
}
