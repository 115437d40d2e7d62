import { BprEpochs, type BprFactors, type BprSampling } from "../../compute/kernels/bpr-epochs.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { createRandom } from "../../compute/random.js";
import type { PositiveTable } from "../shared/positive-table.js";
import type { BprLearner } from "./learner.js";
import type { BprSettings } from "./settings.js";

/** Draws of a negative before a sample is given up. */
export const mostTries = 64;

/** How the settings draw samples. */
export function samplingOf({ negatives, sampling }: BprSettings): BprSampling {
  const replacement = sampling === "bootstrap";
  return { negatives, replacement, tries: replacement ? 1 : mostTries };
}

/** Learns by stratified stochastic gradient descent; the stream of an epoch is `bpr/epoch/<epoch>`. */
export function sgdLearner(
  pool: ComputePool,
  workspace: Workspace,
  { byUser }: PositiveTable,
  settings: BprSettings,
  factors: BprFactors,
  seed: number,
): BprLearner {
  const epochs = new BprEpochs(pool, workspace, byUser, samplingOf(settings), factors);
  return {
    factors,
    runEpoch: (epoch) => {
      const { loss, samples } = epochs.run(createRandom(seed, `bpr/epoch/${epoch}`), {
        learningRate: settings.learningRate * settings.learningRateDecay ** (epoch - 1),
        user: settings.regularisation,
        positive: settings.regularisation,
        negative: settings.negativeRegularisation,
        bias: settings.biasRegularisation,
        learnsBias: settings.itemBias,
      });
      return { loss: samples === 0 ? 0 : loss / samples, samples };
    },
  };
}
