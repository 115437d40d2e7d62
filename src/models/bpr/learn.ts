import { bprBytes } from "../../compute/kernels/bpr-epochs.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { CurvePoint, FitInput, FitReport } from "../contract.js";
import { checkFitSize } from "../shared/fit-size.js";
import type { FitSteps } from "../shared/fit-steps.js";
import type { Learned } from "../shared/learned.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { BestEpoch, checkFinite, describePoint } from "../shared/training.js";
import { validNdcg, type ValidNdcg } from "../shared/valid-ndcg.js";
import { adamLearner } from "./adam.js";
import { drawFactors, emptyFactors, factorArrays, rowWidth, takeFactors } from "./factors.js";
import type { BprLearner, EpochLoss } from "./learner.js";
import type { BprSettings } from "./settings.js";
import { samplingOf, sgdLearner } from "./sgd.js";

/**
 * Fits BPR. Throws `E_MODEL_SIZE` before anything is allocated that cannot fit, `E_MODEL_DIVERGED` when
 * a parameter is no longer finite, `E_MODEL_STATE` for a `warmStart` of another shape.
 */
export async function learnBpr(
  table: PositiveTable,
  settings: BprSettings,
  input: FitInput,
  steps: FitSteps,
): Promise<Learned> {
  const isAdam = settings.optimiser === "adam";
  const width = rowWidth(settings.nFactors + (isAdam && settings.itemBias ? 1 : 0));
  checkSize(table, settings, width);
  const watch = settings.patience > 0 ? validNdcg(table, input.valid) : undefined;
  return withWorkspace(async (workspace, pool) => {
    const factors = emptyFactors(workspace, table, width);
    if (input.warmStart === undefined) drawFactors(factors, table, settings, input.seed);
    else takeFactors(factors, table, settings.nFactors, input.warmStart);
    const learner = isAdam ? adamLearner : sgdLearner;
    const learning = learner(pool, workspace, table, settings, factors, input.seed);
    const report = await runEpochs(pool, learning, settings, watch, steps);
    learning.finish?.();
    return { arrays: factorArrays(factors, settings.nFactors), report };
  });
}

async function runEpochs(
  pool: ComputePool,
  learner: BprLearner,
  settings: BprSettings,
  watch: ValidNdcg | undefined,
  steps: FitSteps,
): Promise<FitReport> {
  const { factors } = learner;
  const parameters = [factors.userFactors, factors.itemFactors, factors.itemBias];
  const curve: CurvePoint[] = [];
  const best = new BestEpoch(parameters, settings.patience);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    const outcome = learner.runEpoch(epoch);
    checkFinite(parameters, epoch, outcome.loss);
    const value = watch?.measure(pool, { ...factors, nFactors: factors.width });
    curve.push({ epoch, values: valuesOf(outcome, value) });
    await steps.step(epoch, settings.epochs, "epochs", describePoint(curve.at(-1)!));
    if (value !== undefined && best.isOver(epoch, value)) break;
  }
  best.restore();
  return { epochs: curve.length, curve };
}

function valuesOf({ loss }: EpochLoss, value: number | undefined): CurvePoint["values"] {
  return value === undefined ? { loss } : { loss, validNdcg: value };
}

const mostBytes = 2 ** 32;

function checkSize(table: PositiveTable, settings: BprSettings, width: number): void {
  const copies = settings.optimiser === "adam" ? 4 : 1;
  const factors = 4 * copies * width * (table.nUsers + table.nItems);
  const bytes = factors + bprBytes(table.byUser, samplingOf(settings));
  checkFitSize(bytes, mostBytes, {
    summary: "The factors would not fit into the kernels' memory",
    of: `${table.nUsers} users and ${table.nItems} items`,
  });
}
