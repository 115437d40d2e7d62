import {
  adamW,
  Graph,
  openTraining,
  trainGraph,
  type Batch,
  type Evaluation,
  type Training,
} from "../../compute/graph/index.js";
import { sharedPool } from "../../compute/pool/shared-pool.js";
import type { CurvePoint, FitInput } from "../contract.js";
import { checkFitSize } from "../shared/fit-size.js";
import type { FitSteps } from "../shared/fit-steps.js";
import { trainingDevice } from "../shared/graph/device.js";
import { asFitOf } from "../shared/graph/fit-errors.js";
import type { Learned } from "../shared/learned.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { validNdcg } from "../shared/valid-ndcg.js";
import { alignmentBatches, alignable } from "./alignment-batches.js";
import { openEncoder, type Encoder } from "./encode.js";
import type { EncodedItems } from "./encoded-items.js";
import { alignmentLoss, supervisedLoss } from "./losses.js";
import { sidesOf } from "./network.js";
import { learners, pairBatches, type PairData } from "./pairs.js";
import { profileFactors } from "./profiles.js";
import type { ElrfaeySettings } from "./settings.js";
import { expectedBytes } from "./size.js";
import { stateOf, startOf } from "./state.js";
import { hasSide, itemTokens, requireSide, type ItemTokens } from "./tokens.js";
import { encodeZeroShot, isPlain } from "./zero-shot.js";

const mostBytes = 3 * 2 ** 30;

type Arrays = Readonly<Record<string, Float32Array>>;

/** What a fit works on. */
interface Fit {
  readonly table: PositiveTable;
  readonly items: ItemTokens;
  readonly settings: ElrfaeySettings;
  readonly input: FitInput;
}

/**
 * Fits the model. Throws `E_MODEL_FEATURES` without the modalities that variant and regime need,
 * `E_MODEL_DEVICE`, `E_MODEL_SIZE`, `E_MODEL_DIVERGED`, `E_MODEL_ABORTED`, `E_MODEL_STATE` for a `warmStart` of another model.
 */
export async function fitElrfaey(
  table: PositiveTable,
  settings: ElrfaeySettings,
  input: FitInput,
  steps: FitSteps,
): Promise<Learned> {
  const items = itemTokens(input, "elrfaey", settings.centring);
  checkSides(items, settings);
  await steps.step(0, settings.epochs, "epochs", checkSize(items, settings));
  const { variant, regime } = settings;
  if (regime === "zero-shot" && isPlain(variant)) {
    return stateOf({ table, items, encoded: encodeZeroShot(items, variant), parameters: {} });
  }
  const encoder = await openEncoder(items, settings, input.seed);
  try {
    const start = { ...encoder.initial, ...startOf(input.warmStart, table, encoder.initial) };
    const fit = { table, items, settings, input };
    const { parameters, curve } = await train(fit, encoder, start);
    const encoded = await encoder.encode(parameters);
    const learned = stateOf({ table, items, encoded, parameters });
    return { ...learned, report: { epochs: curve.length, curve } };
  } finally {
    await encoder.close();
  }
}

function checkSides(items: ItemTokens, { variant, regime }: ElrfaeySettings): void {
  if (variant === "text" || variant === "image") {
    requireSide(items, variant, `variant "${variant}"`);
  }
  if (regime !== "alignment") return;
  for (const side of ["text", "image"] as const) requireSide(items, side, `regime "${regime}"`);
}

/** What training gives. */
interface Trained {
  readonly parameters: Arrays;
  readonly curve: readonly CurvePoint[];
}

/** Batches of the regime; none when nothing can be learned. */
function batchesOf(fit: Fit): ((epoch: number) => Iterable<Batch>) | undefined {
  const { table, items, settings, input } = fit;
  if (settings.regime === "alignment") {
    const rows = alignable(items, table);
    if (rows.length < 2) return undefined;
    return (epoch) => alignmentBatches(items, rows, settings.itemBatchSize, epoch, input.seed);
  }
  const sides = sidesOf(settings.variant).map((side) => hasSide(items, side));
  const hasVector = Uint8Array.from({ length: items.nItems }, (_unused, item) =>
    sides.some((marks) => marks[item] === 1) ? 1 : 0,
  );
  const { byUser, byItem } = table;
  const canBeNegative = hasVector.map((mark, item) =>
    byItem.offsets[item + 1] > byItem.offsets[item] ? mark : 0,
  );
  const data: PairData = { items, byUser, hasVector, canBeNegative, seed: input.seed };
  const users = learners(data);
  if (users.length === 0) return undefined;
  return (epoch) => pairBatches(data, users, settings, epoch);
}

async function train(fit: Fit, encoder: Encoder, start: Arrays): Promise<Trained> {
  const { settings, input } = fit;
  const batches = settings.regime === "zero-shot" ? undefined : batchesOf(fit);
  if (batches === undefined) return { parameters: start, curve: [] };
  const training = await openFitTraining(fit, start);
  const values: number[] = [];
  try {
    const { losses } = await asFitOf("elrfaey", input, () =>
      trainGraph({
        training,
        batches,
        epochs: settings.epochs,
        learningRate: settings.learningRate,
        task: "fit elrfaey",
        ...evaluationOf(fit, encoder, start, values),
        ...(input.onProgress === undefined ? {} : { onProgress: input.onProgress }),
        ...(input.signal === undefined ? {} : { signal: input.signal }),
      }),
    );
    const parameters = { ...start, ...copies(training.parameters()) };
    return { parameters, curve: curveOf(losses, values) };
  } finally {
    await training.close();
  }
}

async function openFitTraining({ items, settings, input }: Fit, start: Arrays): Promise<Training> {
  const graph = new Graph();
  const builder = { graph, seed: input.seed, isTraining: true };
  const lossOf = settings.regime === "alignment" ? alignmentLoss : supervisedLoss;
  const loss = lossOf(builder, items, settings);
  const optimiser = adamW({ weightDecay: settings.regularisation });
  const device = await trainingDevice(settings.device);
  const training = await openTraining(graph, { loss, optimiser, ...device });
  const { step, arrays } = training.save();
  const known = Object.entries(start).filter(([name]) => graph.parameters.has(name));
  training.restore({ step, arrays: { ...arrays, ...Object.fromEntries(known) } });
  return training;
}

/** NDCG@10 on the validation part behind every epoch, where there is one. */
function evaluationOf(
  { table, settings, input }: Fit,
  encoder: Encoder,
  start: Arrays,
  values: number[],
): { readonly evaluation?: Evaluation } {
  const watch = settings.patience > 0 ? validNdcg(table, input.valid) : undefined;
  if (watch === undefined) return {};
  const evaluate: Evaluation["evaluate"] = async ({ parameters }) => {
    const encoded: EncodedItems = await encoder.encode({ ...start, ...parameters }, "parts");
    values.push(watch.measure(sharedPool(), profileFactors(encoded.parts, table.byUser)));
    return values.at(-1)!;
  };
  const { patience } = settings;
  const name = "validNdcg";
  return { evaluation: { every: 1, unit: "epochs", goal: "maximise", name, patience, evaluate } };
}

function curveOf(losses: readonly number[], values: readonly number[]): readonly CurvePoint[] {
  return losses.map((loss, at): CurvePoint => {
    const validNdcg = values[at];
    return { epoch: at + 1, values: validNdcg === undefined ? { loss } : { loss, validNdcg } };
  });
}

function copies(arrays: Arrays): Arrays {
  return Object.fromEntries(Object.entries(arrays).map(([name, array]) => [name, array.slice()]));
}

/** Throws `E_MODEL_SIZE`; gives the estimate in words. */
function checkSize({ nItems, tokens }: ItemTokens, settings: ElrfaeySettings): string {
  const dims = tokens.map(({ dim }) => dim);
  const bytes = expectedBytes({ nItems, dims }, settings);
  checkFitSize(bytes, mostBytes, {
    summary: "The network and its gradients would not fit into memory",
    of: `${nItems} items with ${tokens.length} modalities and batches of ${settings.batchSize} pairs`,
    remedy: "A smaller embeddingSize or batchSize, or filter by k-core",
  });
  return `about ${Math.ceil(bytes / 2 ** 20)} MiB`;
}
