import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";

/** Samples of one task; the compiled kernel has the same number. */
const samplesPerTask = 128;

/** With x = user . (positive - negative): loss = ln(1 + e^-x), coefficient = d loss / d x = -1 / (1 + e^x). */
const kernel: Kernel<
  [
    nSamples: number,
    width: number,
    users: Int32Array,
    positives: Int32Array,
    negatives: Int32Array,
    userTable: Float32Array,
    itemTable: Float32Array,
    coefficients: Float32Array,
    losses: Float64Array,
  ]
> = {
  name: "pairLoss",
  twin: (task, _slot, nSamples, width, users, positives, negatives, ...arrays) => {
    const [userTable, itemTable, coefficients, losses] = arrays;
    const first = task * samplesPerTask;
    for (let sample = first; sample < Math.min(first + samplesPerTask, nSamples); sample++) {
      let margin = 0;
      for (let at = 0; at < width; at++) {
        const positive = itemTable[positives[sample] * width + at];
        const negative = itemTable[negatives[sample] * width + at];
        margin += userTable[users[sample] * width + at] * (positive - negative);
      }
      coefficients[sample] = -1 / (1 + Math.exp(margin));
      losses[sample] = Math.log1p(Math.exp(-Math.abs(margin))) + Math.max(-margin, 0);
    }
  },
};

/** Triples of a user, an item that the user has and one that the user has not, in a workspace. */
export interface PairSamples {
  /** `[n]` each. */
  readonly users: Int32Array;
  readonly positives: Int32Array;
  readonly negatives: Int32Array;
}

/** What {@link pairLoss} writes, in a workspace. */
export interface PairLosses {
  /** `[n]` derivative of a sample's loss by its margin. */
  readonly coefficients: Float32Array;
  /** `[n]` ln(1 + exp(-margin)). */
  readonly losses: Float64Array;
}

/**
 * The loss of Bayesian personalised ranking of each sample, and its derivative by the margin
 * x = u . (p - n). `userTable` `[nUsers x width]`, `itemTable` `[nItems x width]`.
 * Source: Rendle et al., UAI 2009, equation 4 (there as a criterion to maximise).
 */
export function pairLoss(
  pool: ComputePool,
  { users, positives, negatives }: PairSamples,
  userTable: Float32Array,
  itemTable: Float32Array,
  width: number,
  { coefficients, losses }: PairLosses,
): void {
  pool.run(
    kernel,
    Math.ceil(users.length / samplesPerTask),
    users.length,
    width,
    users,
    positives,
    negatives,
    userTable,
    itemTable,
    coefficients,
    losses,
  );
}
