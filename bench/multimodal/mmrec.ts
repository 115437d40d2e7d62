/** Recommenders on TikTok beside those of MMRec, each trained by both with the same settings, without any choice. */
import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import {
  findDataset,
  loadMmrecFolder,
  runExperiment,
  type Config,
  type TableRow,
} from "../../src/index.js";

/** As trained here, and in MMRec's words. */
interface Pair {
  readonly model: string;
  readonly config: Config;
  readonly peer: string;
  readonly peerConfig: Readonly<Record<string, unknown>>;
}

const epochs = 40;
const learningRate = 0.005;
const ours = { epochs, learningRate, batchSize: 2048, patience: 0 };
const theirs = { epochs, learning_rate: learningRate, learning_rate_scheduler: [1, 50] };

const pairs: readonly Pair[] = [
  {
    model: "lightgcn",
    config: { layers: 2, regularisation: 0.0001, regularisationForm: "norm" },
    peer: "LightGCN",
    peerConfig: { n_layers: 2, reg_weight: 0.0001 },
  },
  {
    model: "vbpr",
    config: { regularisation: 0.1 },
    peer: "VBPR",
    peerConfig: { reg_weight: 0.1 },
  },
  {
    model: "freedom",
    config: { regularisation: 0.001, dropout: 0.8, learnsFeatures: true },
    peer: "FREEDOM",
    peerConfig: { reg_weight: 0.001, dropout: 0.8 },
  },
  {
    model: "bm3",
    config: { regularisation: 0.1, layers: 1, dropout: 0.5, learnsFeatures: true },
    peer: "BM3",
    peerConfig: { reg_weight: 0.1, n_layers: 1, dropout: 0.5, cl_weight: 2 },
  },
  {
    model: "mgcn",
    config: { contrastWeight: 0.01, regularisation: 0.0001, learnsFeatures: true },
    peer: "MGCN",
    peerConfig: { cl_loss: 0.01, reg_weight: 0.0001 },
  },
];

const seeds = [1, 2];
const run = promisify(execFile);

/** Rows of test recall@20 and NDCG@20 by both; `BENCH_MMREC` names a checkout of MMRec, `BENCH_MODELS` fewer models. */
export async function peerRows(): Promise<TableRow[]> {
  const found = await findDataset("tiktok");
  const checkout = process.env.BENCH_MMREC;
  if (found === undefined || checkout === undefined) {
    const what = found === undefined ? "tiktok is" : "BENCH_MMREC, a checkout of MMRec, is";
    process.stdout.write(`${what} not on this machine\n`);
    return [];
  }
  const named = process.env.BENCH_MODELS?.split(",");
  const wanted = pairs.filter(({ model }) => named === undefined || named.includes(model));
  const rows: TableRow[] = [];
  for (const pair of wanted) {
    const own = await seeded((seed) => ownRun(pair, seed));
    const other = await seeded((seed) => peerRun(pair, checkout, dirname(found.path), seed));
    const difference = own.recall - other.recall;
    const row = { recall: own.recall, ndcg: own.ndcg, difference, spread: other.spread };
    rows.push({ model: pair.model, ...row, peerRecall: other.recall, peerNdcg: other.ndcg });
    process.stdout.write(
      `${pair.model}: recall@20 ${own.recall.toFixed(4)}, MMRec ${other.recall.toFixed(4)}\n`,
    );
  }
  return rows;
}

interface Measured {
  readonly recall: number;
  readonly ndcg: number;
}

/** Means over the seeds, and how far apart the recall of two seeds is. */
async function seeded(
  measure: (seed: number) => Promise<Measured>,
): Promise<Measured & { readonly spread: number }> {
  const all: Measured[] = [];
  for (const seed of seeds) all.push(await measure(seed));
  const mean = (key: keyof Measured): number =>
    all.reduce((sum, one) => sum + one[key], 0) / all.length;
  const recalls = all.map(({ recall }) => recall);
  const spread = Math.max(...recalls) - Math.min(...recalls);
  return { recall: mean("recall"), ndcg: mean("ndcg"), spread };
}

/** MMRec knows images and texts: the set's sounds take the place of texts, in both. */
async function ownRun({ model, config }: Pair, seed: number): Promise<Measured> {
  const { features, ...given } = await loadMmrecFolder("tiktok");
  const named = { image: features.image, text: features.audio };
  const { record } = await runExperiment({
    ...given,
    ...(model === "lightgcn" ? {} : { features: named }),
    model,
    config: { ...ours, ...config },
    ...{ metrics: ["recall", "ndcg"], topK: [20], seed },
  });
  const { "recall@20": recall, "ndcg@20": ndcg } = record.metrics;
  return { recall: recall.mean, ndcg: ndcg.mean };
}

async function peerRun(
  { peer, peerConfig }: Pair,
  checkout: string,
  folder: string,
  seed: number,
): Promise<Measured> {
  const script = join("bench", "reference", "mmrec.py");
  const settings = JSON.stringify({ ...theirs, ...peerConfig });
  const python = process.env.BENCH_PYTHON ?? "python3";
  const words = [script, checkout, folder, peer, String(seed), settings];
  const { stdout } = await run(python, words, { maxBuffer: 2 ** 26 });
  return JSON.parse(stdout) as Measured;
}
