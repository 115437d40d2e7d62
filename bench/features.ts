/**
 * Feature extraction on the MovieLens 1M posters, `mobilenet-v2`, all cores of the CPU:
 *
 * 1. a plain loop over the library's pipeline `image-feature-extraction` with `{ pool: true }`;
 * 2. ours with the library's resizing and arithmetic, whose vectors must be the same to the bit;
 * 3. ours as the preset is: Pillow's resizing, int8 weights written out once.
 *
 * Rates as ratios from one run; the ways take turns, and the fastest round of each counts, because other
 * work on the machine only ever slows. Then the threads are varied. Without the posters or the weights it says so and ends.
 *
 *   npm run bench features
 *   BENCH_ITEMS=300 BENCH_ROUNDS=3 npm run bench features
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { ItemExtractor, PresetEntry } from "../src/features/contract.js";
import { modelRoots } from "../src/features/neural/model-roots.js";
import { mobilenetV2 } from "../src/features/presets/mobilenet-v2.js";
import { dataRoots } from "../src/data/read/index.js";

const nItems = Number(process.env.BENCH_ITEMS ?? 300);
const nRounds = Number(process.env.BENCH_ROUNDS ?? 3);
const model = "tensorflow/mobilenet_v2_1.0_224";
const posters = dataRoots()
  .map((root) => join(root, "posters", "ml-1m"))
  .find((folder) => existsSync(folder));
const models = modelRoots().find((root) => existsSync(join(root, model)));

type Extract = (paths: readonly string[]) => Promise<Float32Array>;

/** The loop that anyone would write first. */
async function plainLoop(root: string): Promise<Extract> {
  const { env, pipeline } = await import("@huggingface/transformers");
  env.allowRemoteModels = false;
  env.localModelPath = root;
  const extract = await pipeline("image-feature-extraction", model);
  return async (paths) => {
    const values = new Float32Array(paths.length * 1280);
    for (const [at, path] of paths.entries()) {
      const { data } = await extract(path, { pool: true });
      values.set(data as Float32Array, at * 1280);
    }
    return values;
  };
}

async function ours(
  entry: PresetEntry,
  settings: Record<string, string | boolean>,
  threads?: number,
): Promise<Extract> {
  const options = {
    device: "cpu",
    settings,
    ...(threads === undefined ? {} : { threads }),
  } as const;
  const extractor = (await entry.open(options)) as ItemExtractor;
  return async (paths) => {
    const values = new Float32Array(paths.length * 1280);
    for (let at = 0; at < paths.length; at += extractor.batchSize) {
      const batch = paths.slice(at, at + extractor.batchSize);
      const vectors = await extractor.extract(batch.map((imagePath) => ({ imagePath })));
      values.set(vectors.values, at * 1280);
    }
    return values;
  };
}

interface Timed {
  readonly name: string;
  readonly extract: Extract;
  readonly seconds: number[];
  values: Float32Array;
}

async function inTurns(ways: [name: string, extract: Extract][], paths: readonly string[]) {
  const timed = ways.map(([name, extract]): Timed => ({
    name,
    extract,
    seconds: [],
    values: new Float32Array(),
  }));
  for (const way of timed) await way.extract(paths.slice(0, 20));
  for (let round = 0; round < nRounds; round++) {
    for (const way of timed) {
      const start = performance.now();
      way.values = await way.extract(paths);
      way.seconds.push((performance.now() - start) / 1000);
    }
  }
  return timed;
}

const fastest = (values: readonly number[]): number => Math.min(...values);

function differences(a: Float32Array, b: Float32Array): string {
  let [same, largest, worst] = [true, 0, 1];
  for (let item = 0; item < a.length / 1280; item++) {
    let [dot, aa, bb] = [0, 0, 0];
    for (let at = item * 1280; at < (item + 1) * 1280; at++) {
      same &&= a[at] === b[at];
      largest = Math.max(largest, Math.abs(a[at] - b[at]));
      dot += a[at] * b[at];
      aa += a[at] ** 2;
      bb += b[at] ** 2;
    }
    worst = Math.min(worst, dot / Math.sqrt(aa * bb));
  }
  if (same) return "identical vectors, to the bit";
  return `lowest cosine ${worst.toFixed(7)}, largest difference ${largest.toExponential(1)}`;
}

function report(timed: readonly Timed[], paths: readonly string[]): void {
  const [base] = timed;
  for (const { name, seconds, values } of timed) {
    const rate = paths.length / fastest(seconds);
    const ratio = fastest(base.seconds) / fastest(seconds);
    const line = [name.padEnd(46), `${rate.toFixed(1).padStart(6)} posters/s`];
    console.log([...line, `${ratio.toFixed(2)}x`, differences(base.values, values)].join("  "));
  }
}

if (posters === undefined || models === undefined) {
  console.log("left out: the ML-1M posters or the MobileNetV2 weights are not here");
} else {
  const paths = readdirSync(posters)
    .sort()
    .slice(0, nItems)
    .map((name) => join(posters, name));
  const asLibrary = { resize: "library", foldWeights: false };
  console.log(`${paths.length} posters, ${nRounds} rounds in turns, the fastest`);
  report(
    await inTurns(
      [
        ["plain loop over the library's pipeline", await plainLoop(`${models}/`)],
        ["ours, the library's resizing and arithmetic", await ours(mobilenetV2, asLibrary)],
        ["ours, the library's resizing", await ours(mobilenetV2, { resize: "library" })],
        ["ours, as the preset is", await ours(mobilenetV2, {})],
      ],
      paths,
    ),
    paths,
  );
  console.log("threads of the session, as the preset is (the first is the base)");
  const threads: [string, Extract][] = [];
  for (const count of [1, 2, 4]) {
    threads.push([`${count} threads`, await ours(mobilenetV2, {}, count)]);
  }
  report(await inTurns(threads, paths), paths);
}
