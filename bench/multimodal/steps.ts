/** Training steps and memory of recommenders that learn from features, each in a process of its own. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { findDataset, rankingModels, type Config, type TableRow } from "../../src/index.js";

/** Milliseconds a step of batches of 2,048 on TikTok by MMRec, and what is to be reached. */
const peers: Readonly<Record<string, { readonly peer: number; readonly bar: number }>> = {
  lightgcn: { peer: 66, bar: 33 },
  vbpr: { peer: 68, bar: 34 },
  freedom: { peer: 140, bar: 70 },
  bm3: { peer: 195, bar: 97 },
  "crane-released": { peer: 8800, bar: 300 },
};

interface Told {
  readonly stepMs?: number;
  readonly peakBytes: number;
  readonly estimate: string;
}

const run = promisify(execFile);

async function childRun(model: string, set: string, config: Config): Promise<Told> {
  const script = join(import.meta.dirname, "step-child.js");
  const { stdout } = await run(process.execPath, [script, model, set, JSON.stringify(config)]);
  return JSON.parse(stdout) as Told;
}

/** The recommenders that learn step by step from features, and LightGCN; `BENCH_MODELS` names fewer. */
function learners(): string[] {
  const named = process.env.BENCH_MODELS?.split(",");
  return rankingModels
    .filter(({ features, defaults }) => features !== undefined && "epochs" in defaults)
    .map(({ id }) => id)
    .concat("lightgcn")
    .filter((id) => named === undefined || named.includes(id));
}

/** Steps on TikTok with batches of 2,048, from the second epoch on: three epochs less one. */
export async function stepRows(): Promise<TableRow[]> {
  if ((await findDataset("tiktok")) === undefined) return missing("tiktok");
  const rows: TableRow[] = [];
  for (const model of learners()) {
    const config = { batchSize: 2048, epochs: 3, patience: 0 };
    const { stepMs, peakBytes, estimate } = await childRun(model, "tiktok", config);
    const known = peers[model] as (typeof peers)[string] | undefined;
    rows.push({ model, milliseconds: stepMs!, memory: peakBytes / 2 ** 20, estimate, ...known });
    process.stdout.write(`${model}: ${stepMs!.toFixed(0)} ms a step\n`);
  }
  return rows;
}

/** Peak memory of a fit on MovieLens 1M with two modalities of 768 numbers. */
export async function memoryRows(): Promise<TableRow[]> {
  if ((await findDataset("ml-1m")) === undefined) return missing("ml-1m");
  const rows: TableRow[] = [];
  for (const model of learners()) {
    const config = { batchSize: 2048, epochs: 1, patience: 0 };
    const { peakBytes, estimate } = await childRun(model, "ml-1m", config);
    rows.push({ model, memory: peakBytes / 2 ** 20, estimate });
    process.stdout.write(`${model}: ${(peakBytes / 2 ** 20).toFixed(0)} MiB\n`);
  }
  return rows;
}

function missing(name: string): TableRow[] {
  process.stdout.write(`${name} is not on this machine\n`);
  return [];
}
