import { adamStep, createAdam } from "../../compute/kernels/adam.js";
import type { BprFactors } from "../../compute/kernels/bpr-epochs.js";
import type { PairSamples } from "../../compute/kernels/pair-loss.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { PairBatches } from "../shared/pair-batches.js";
import { PairStep } from "../shared/pair-step.js";
import type { PositiveTable } from "../shared/positive-table.js";
import type { BprLearner, EpochLoss } from "./learner.js";
import type { BprSettings } from "./settings.js";

/**
 * Learns by Adam over mini-batches. With an item bias the column behind the factors, which the rows in
 * memory must have, is 1 for users and the bias for items: after each step the users' column is 1 again.
 */
export function adamLearner(
  pool: ComputePool,
  workspace: Workspace,
  table: PositiveTable,
  settings: BprSettings,
  factors: BprFactors,
  seed: number,
): BprLearner {
  const { width, userFactors, itemFactors } = factors;
  const batches = new PairBatches(workspace, pool, table, { ...settings, seed, name: "bpr" });
  const largest = Math.min(settings.batchSize, Math.max(1, batches.nPairs));
  const step = new PairStep(workspace, pool, { ...table, width }, largest);
  const users = createAdam(workspace, userFactors);
  const items = createAdam(workspace, itemFactors);
  const decay = { regularisation: settings.regularisation, form: "norm" as const };
  const bias = settings.itemBias ? biasColumn(factors, settings.nFactors) : undefined;
  const stepBatch = (samples: PairSamples, rate: number): number => {
    const tables = { users: userFactors, items: itemFactors };
    const gradient = { users: users.gradient, items: items.gradient };
    const touched = step.group(samples);
    const loss = step.addGradient(samples, touched, tables, gradient);
    step.addDecay(samples.users.length, touched, tables, gradient, decay);
    adamStep(pool, users, rate);
    adamStep(pool, items, rate);
    bias?.fixUsers();
    return loss;
  };
  const runEpoch = (epoch: number): EpochLoss => {
    const rate = settings.learningRate * settings.learningRateDecay ** (epoch - 1);
    batches.startEpoch(epoch);
    let loss = 0;
    for (let at = 0; at < batches.nBatches; at++) loss += stepBatch(batches.batch(at), rate);
    return { loss: loss / Math.max(1, batches.nPairs), samples: batches.nPairs };
  };
  return { factors, runEpoch, finish: () => bias?.moveOut() };
}

/** Moves the item bias into column `column` of the rows, which is 1 for users. */
function biasColumn({ width, userFactors, itemFactors, itemBias }: BprFactors, column: number) {
  const fixUsers = (): void => {
    for (let at = column; at < userFactors.length; at += width) userFactors[at] = 1;
  };
  fixUsers();
  itemBias.forEach((value, item) => (itemFactors[item * width + column] = value));
  itemBias.fill(0);
  return {
    fixUsers,
    moveOut: (): void => {
      itemBias.forEach((_, item) => (itemBias[item] = itemFactors[item * width + column]));
    },
  };
}
