import type { ComputePool } from "../../compute/pool/pool.js";
import { withWorkspace } from "../../compute/pool/shared-pool.js";
import type { CurvePoint, FitInput, FitReport } from "../contract.js";
import { checkFitSize } from "../shared/fit-size.js";
import type { FitSteps } from "../shared/fit-steps.js";
import type { Learned } from "../shared/learned.js";
import { trimRows } from "../shared/padded-rows.js";
import { PairBatches } from "../shared/pair-batches.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { BestEpoch, checkFinite, describePoint } from "../shared/training.js";
import { validNdcg, type ValidNdcg } from "../shared/valid-ndcg.js";
import { drawEmbeddings, rowWidth, takeEmbeddings } from "./embeddings.js";
import { LightGcnLearner } from "./learner.js";
import type { LightGcnSettings } from "./settings.js";

/** Batches between two looks at whether the fit shall stop. */
const batchesPerStep = 8;
const mostBytes = 2 ** 32;

/**
 * Fits LightGCN. Throws `E_MODEL_SIZE` before anything is allocated that cannot fit, `E_MODEL_DIVERGED`
 * when a parameter is no longer finite, `E_MODEL_STATE` for a `warmStart` of another shape.
 */
export async function fitLightGcn(
  table: PositiveTable,
  settings: LightGcnSettings,
  input: FitInput,
  steps: FitSteps,
): Promise<Learned> {
  checkSize(table, settings);
  const { nFactors, batchSize, negatives } = settings;
  const watch = settings.patience > 0 ? validNdcg(table, input.valid) : undefined;
  return withWorkspace(async (workspace, pool) => {
    const options = { batchSize, negatives, seed: input.seed, name: "lightgcn" };
    const batches = new PairBatches(workspace, pool, table, options);
    const largest = Math.max(1, Math.min(batchSize, batches.nPairs));
    const learner = new LightGcnLearner(workspace, pool, table, settings, largest);
    const { embeddings } = learner;
    if (input.warmStart === undefined) drawEmbeddings(embeddings, table, nFactors, input.seed);
    else takeEmbeddings(embeddings, table, nFactors, input.warmStart);
    const report = await runEpochs(pool, learner, batches, settings, watch, steps);
    learner.updateMeans();
    return { arrays: arraysOf(learner, nFactors), report };
  });
}

async function runEpochs(
  pool: ComputePool,
  learner: LightGcnLearner,
  batches: PairBatches,
  settings: LightGcnSettings,
  watch: ValidNdcg | undefined,
  steps: FitSteps,
): Promise<FitReport> {
  const curve: CurvePoint[] = [];
  const best = new BestEpoch([learner.embeddings], settings.patience);
  for (let epoch = 1; epoch <= settings.epochs; epoch++) {
    const loss = await runEpoch(learner, batches, epoch, settings.epochs, steps);
    checkFinite([learner.embeddings], epoch, loss);
    const value = watch === undefined ? undefined : measure(pool, learner, watch);
    curve.push({ epoch, values: value === undefined ? { loss } : { loss, validNdcg: value } });
    const { nBatches } = batches;
    await steps.step(
      epoch * nBatches,
      settings.epochs * nBatches,
      "batches",
      describePoint(curve.at(-1)!),
    );
    if (value !== undefined && best.isOver(epoch, value)) break;
  }
  best.restore();
  return { epochs: curve.length, curve };
}

/** Mean loss of a sample over the epoch, each batch before its step. */
async function runEpoch(
  learner: LightGcnLearner,
  batches: PairBatches,
  epoch: number,
  epochs: number,
  steps: FitSteps,
): Promise<number> {
  batches.startEpoch(epoch);
  let loss = 0;
  for (let at = 0; at < batches.nBatches; at++) {
    loss += learner.learn(batches.batch(at));
    if ((at + 1) % batchesPerStep !== 0) continue;
    const done = (epoch - 1) * batches.nBatches + at + 1;
    await steps.step(done, epochs * batches.nBatches, "batches");
  }
  return batches.nPairs === 0 ? 0 : loss / batches.nPairs;
}

function measure(pool: ComputePool, learner: LightGcnLearner, watch: ValidNdcg): number {
  learner.updateMeans();
  const { users, items } = learner.sides(learner.means);
  return watch.measure(pool, { nFactors: learner.width, userFactors: users, itemFactors: items });
}

function arraysOf(learner: LightGcnLearner, nFactors: number): Learned["arrays"] {
  const { width } = learner;
  const factors = learner.sides(learner.means);
  const embeddings = learner.sides(learner.embeddings);
  return {
    userFactors: trimRows(factors.users, width, nFactors),
    itemFactors: trimRows(factors.items, width, nFactors),
    userEmbeddings: trimRows(embeddings.users, width, nFactors),
    itemEmbeddings: trimRows(embeddings.items, width, nFactors),
  };
}

/** Embeddings, means, gradient, two moments, three panels; both directions of edges; batches. */
function checkSize({ nUsers, nItems, byUser }: PositiveTable, settings: LightGcnSettings): void {
  const rows = 8 * 4 * (nUsers + nItems) * rowWidth(settings.nFactors);
  const bytes = rows + 4 * 6 * byUser.columns.length;
  checkFitSize(bytes, mostBytes, {
    summary: "The embeddings would not fit into the kernels' memory",
    of: `${nUsers} users and ${nItems} items`,
  });
}
