import type { Kernel } from "../pool/kernel.js";
import { RandomStream } from "../random.js";
import { logistic } from "./logistic.js";
import { randomBelow } from "./random-below.js";

/** Bytes of scratch memory that a thread of {@link bprRound} needs. */
export const bprScratchBytes = 384;

/** Factors of a row in memory are a multiple of this; those behind the last one stay 0. */
export const bprRowMultiple = 8;

/**
 * One round of stratified descent: task b works through the training pairs of user block b and item
 * block (b + round) mod nBlocks, with negatives of that item block, so no two tasks touch the same
 * row. A sample (u, i, j) with x = p_u . (q_i - q_j) + b_i - b_j and z = 1 / (1 + e^x) moves
 *   p_u = userKeep p_u + learningRate z (q_i - q_j),
 *   q_i = positiveKeep q_i + learningRate z p_u,  q_j = negativeKeep q_j - learningRate z p_u,
 *   b_i = biasKeep b_i + biasRate z,  b_j = biasKeep b_j - biasRate z.
 */
export const bprRound: Kernel<
  [
    round: number,
    nBlocks: number,
    /** `[nBlocks * nBlocks + 1]` where the pairs of each stratum begin. */
    strata: Int32Array,
    /** `[2 * nnz]` user and item of each pair; shuffled within the stratum. */
    pairs: Int32Array,
    /** Items to draw negatives from, by block. */
    negatives: Int32Array,
    /** `[nBlocks + 1]` where each block begins in `negatives`. */
    negativeCuts: Int32Array,
    /** `[nUsers + 1]` */
    offsets: Int32Array,
    /** `[nnz]` items of each user, ascending: what is never a negative. */
    columns: Int32Array,
    /** `[4 * nBlocks * nBlocks]` state of the generator of each stratum. */
    words: Int32Array,
    /** 1: as many random pairs as there are; 0: each once, in random order. */
    replacement: number,
    /** Draws of a negative before a sample is given up. */
    tries: number,
    /** Numbers in a row of factors, a multiple of `bprRowMultiple`. */
    width: number,
    userFactors: Float32Array,
    itemFactors: Float32Array,
    itemBias: Float32Array,
    learningRate: number,
    userKeep: number,
    positiveKeep: number,
    negativeKeep: number,
    biasRate: number,
    biasKeep: number,
    /** `bprScratchBytes` a thread. */
    scratch: Uint8Array,
    /** `[2 * nBlocks * nBlocks]` sum of -ln(1 - z), and number of samples, of each stratum. */
    outcomes: Float64Array,
  ]
> = {
  name: "bprRound",
  twin: (task, _slot, round, nBlocks, strata, pairs, negatives, negativeCuts, ...others) => {
    const [offsets, columns, words, replacement, tries, width, ...parameters] = others;
    const [users, items, bias, learningRate, ...weights] = parameters;
    const [userKeep, positiveKeep, negativeKeep, biasRate, biasKeep, , outcomes] = weights;
    const itemBlock = (task + round) % nBlocks;
    const stratum = task * nBlocks + itemBlock;
    const own = pairs.subarray(2 * strata[stratum], 2 * strata[stratum + 1]);
    const candidates = negatives.subarray(negativeCuts[itemBlock], negativeCuts[itemBlock + 1]);
    const random = RandomStream.fromWords(words, 4 * stratum);
    if (replacement === 0) shufflePairs(own, random);
    let loss = 0;
    let done = 0;
    for (let at = 0; at < own.length / 2; at++) {
      const pair = replacement === 0 ? at : randomBelow(random, own.length / 2);
      const [user, positive] = own.subarray(2 * pair, 2 * pair + 2);
      const liked = columns.subarray(offsets[user], offsets[user + 1]);
      const negative = drawNegative(candidates, liked, tries, random);
      if (negative < 0) continue;
      const p = users.subarray(user * width, (user + 1) * width);
      const q = items.subarray(positive * width, (positive + 1) * width);
      const r = items.subarray(negative * width, (negative + 1) * width);
      let x = bias[positive] - bias[negative];
      for (let f = 0; f < width; f++) x += p[f] * (q[f] - r[f]);
      const z = logistic(-x);
      for (let f = 0; f < width; f++) {
        const pull = learningRate * z * (q[f] - r[f]);
        const push = learningRate * z * p[f];
        p[f] = userKeep * p[f] + pull;
        q[f] = positiveKeep * q[f] + push;
        r[f] = negativeKeep * r[f] - push;
      }
      bias[positive] = biasKeep * bias[positive] + biasRate * z;
      bias[negative] = biasKeep * bias[negative] - biasRate * z;
      loss -= Math.log(logistic(x));
      done++;
    }
    outcomes[2 * stratum] = loss;
    outcomes[2 * stratum + 1] = done;
  },
};

function shufflePairs(pairs: Int32Array, random: RandomStream): void {
  for (let last = pairs.length / 2 - 1; last > 0; last--) {
    const other = randomBelow(random, last + 1);
    const held = pairs.slice(2 * last, 2 * last + 2);
    pairs.copyWithin(2 * last, 2 * other, 2 * other + 2);
    pairs.set(held, 2 * other);
  }
}

/** One of `candidates` that `liked` does not hold; -1 after so many vain tries. */
function drawNegative(
  candidates: Int32Array,
  liked: Int32Array,
  tries: number,
  random: RandomStream,
): number {
  for (let left = tries; left > 0; left--) {
    const item = candidates[randomBelow(random, candidates.length)];
    if (!liked.includes(item)) return item;
  }
  return -1;
}
