/**
 * A process of its own that trains one model for some epochs and tells how long a step took and how much
 * memory the process had at most: `step-child.js <model> <set> <settings as JSON>`. Where one epoch is asked for,
 * memory alone is wanted: the fit is stopped after a minute, since all its steps take the same.
 */
import { readFile } from "node:fs/promises";
import { createRandom, createModel, loadDataset, loadMmrecFolder } from "../../src/index.js";
import { makeSplit, positivesByThreshold, type Config, type Recommender } from "../../src/index.js";
import type { FeatureMatrix, Split } from "../../src/index.js";

interface Material {
  readonly split: Pick<Split, "train" | "valid">;
  readonly features: Readonly<Record<string, FeatureMatrix>>;
}

/** TikTok as it is; MovieLens 1M with two invented modalities of 768 numbers, since only sizes matter. */
async function materialOf(name: string): Promise<Material> {
  if (name === "tiktok") return loadMmrecFolder("tiktok");
  const dataset = positivesByThreshold(await loadDataset(name), 4);
  const split = makeSplit(dataset, {
    ...{ name: "per-user-random", train: 0.8, valid: 0.1, test: 0.1, seed: 1 },
  });
  const invented = (modality: string): FeatureMatrix => {
    const random = createRandom(1, modality);
    const [nItems, dim] = [dataset.nItems, 768];
    const values = Float32Array.from({ length: nItems * dim }, () => random.normal());
    return { nItems, dim, values, missing: new Uint8Array(nItems) };
  };
  return { split, features: { image: invented("image"), text: invented("text") } };
}

/** Seconds of a fit of so many epochs, or of `atMost` seconds, and what it said of its memory before it began. */
async function timeFit(id: string, material: Material, config: Config, atMost = Infinity) {
  const stop = new AbortController();
  const model = createModel(id, config) as Recommender;
  let estimate = "";
  const start = performance.now();
  const fitting = model.fit({
    train: material.split.train,
    ratingScale: { minimum: 1, maximum: 5, step: 1 },
    features: material.features,
    seed: 1,
    signal: stop.signal,
    onProgress: ({ note = "" }) => {
      estimate ||= /[\d.]+ GiB/.exec(note)?.[0] ?? "";
      if (performance.now() - start > 1000 * atMost) stop.abort();
    },
  });
  await fitting.catch((error: unknown) => {
    if (!stop.signal.aborted) throw error;
  });
  return { seconds: (performance.now() - start) / 1000, estimate };
}

/** Bytes. What the system calls the peak counts in the parent's at the start; Linux tells the process's own. */
async function peakOfProcess(): Promise<number> {
  const status = await readFile("/proc/self/status", "utf8").catch(() => "");
  const own = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  return 1024 * (own === undefined ? process.resourceUsage().maxRSS : Number(own));
}

const [id, name, settings] = process.argv.slice(2);
const material = await materialOf(name);
const config = JSON.parse(settings) as Config & { epochs: number; batchSize: number };
const { epochs, batchSize } = config;
const nBatches = Math.ceil(material.split.train.interactions.nRows / batchSize);
const short = await timeFit(id, material, { ...config, epochs: 1 }, epochs > 1 ? Infinity : 60);
const long = epochs > 1 ? await timeFit(id, material, config) : undefined;
const peakBytes = await peakOfProcess();
const stepMs =
  long === undefined
    ? undefined
    : (1000 * (long.seconds - short.seconds)) / ((epochs - 1) * nBatches);
process.stdout.write(`${JSON.stringify({ stepMs, peakBytes, estimate: short.estimate })}\n`);
process.exit(0);
