import type { BprFactors } from "../../compute/kernels/bpr-epochs.js";

/** What an epoch says of itself. */
export interface EpochLoss {
  /** Mean of ln(1 + e^-x) over the samples, each before its step. */
  readonly loss: number;
  readonly samples: number;
}

/** BPR in training, by whichever optimiser. */
export interface BprLearner {
  /** In a workspace; early stopping copies these arrays and writes them back. */
  readonly factors: BprFactors;
  runEpoch(epoch: number): EpochLoss;
  /** Brings biases, where a learner keeps them elsewhere, into `factors.itemBias`. */
  finish?(): void;
}
