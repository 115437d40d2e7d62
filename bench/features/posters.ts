/** `mobilenet-v2` against a plain loop over the library's pipeline, in turns. */
import type { ItemExtractor } from "../../src/features/contract.js";
import { mobilenetV2 } from "../../src/features/presets/mobilenet-v2.js";
import { differences, inTurns, median, speedUp, type Extract, type Timed } from "./in-turns.js";
import { mobilenetModel } from "./material.js";

const dim = 1280;

/** The loop that anyone would write first. */
async function plainLoop(root: string): Promise<Extract> {
  const { env, pipeline } = await import("@huggingface/transformers");
  env.allowRemoteModels = false;
  env.localModelPath = `${root}/`;
  const extract = await pipeline("image-feature-extraction", mobilenetModel);
  return async (paths) => {
    const values = new Float32Array(paths.length * dim);
    for (const [at, path] of paths.entries()) {
      const { data } = await extract(path, { pool: true });
      values.set(data as Float32Array, at * dim);
    }
    return values;
  };
}

async function ours(
  settings: Record<string, string | boolean>,
  threads?: number,
): Promise<Extract> {
  const options = {
    device: "cpu",
    settings,
    ...(threads === undefined ? {} : { threads }),
  } as const;
  const extractor = (await mobilenetV2.open(options)) as ItemExtractor;
  return async (paths) => {
    const values = new Float32Array(paths.length * dim);
    for (let at = 0; at < paths.length; at += extractor.batchSize) {
      const batch = paths.slice(at, at + extractor.batchSize);
      const vectors = await extractor.extract(batch.map((imagePath) => ({ imagePath })));
      values.set(vectors.values, at * dim);
    }
    return values;
  };
}

function report(timed: readonly Timed[], roundSize: number, bar?: number): void {
  const [base, ...others] = timed;
  const rate = (way: Timed): string =>
    `${(roundSize / median(way.seconds)).toFixed(1).padStart(6)} posters/s`;
  console.log(`${base.name.padEnd(46)}  ${rate(base)}`);
  for (const [at, way] of others.entries()) {
    const ratio = speedUp(base, way);
    const asked =
      bar === undefined || at > 0 ? "" : `  (bar: ${bar}x, ${ratio >= bar ? "held" : "MISSED"})`;
    const processor = `${speedUp(base, way, "processorSeconds").toFixed(2)}x by processor time`;
    const line = [way.name.padEnd(46), rate(way), `${ratio.toFixed(2)}x, ${processor}`];
    console.log([...line, differences(base, way, dim)].join("  ") + asked);
  }
}

/** Prints rates and ratios, medians over rounds of `roundSize` posters. */
export async function benchPosters(
  paths: readonly string[],
  root: string,
  roundSize: number,
): Promise<void> {
  console.log(`${paths.length} posters in turns of ${roundSize}, medians`);
  const ways: [string, Extract][] = [
    ["plain loop over the library's pipeline", await plainLoop(root)],
    [
      "ours, the library's resizing and arithmetic",
      await ours({ resize: "library", foldWeights: false }),
    ],
    ["ours, the library's resizing", await ours({ resize: "library" })],
    ["ours, as the preset is", await ours({})],
  ];
  report(await inTurns(ways, paths, roundSize), roundSize, 1.6);
  console.log("threads of the session, as the preset is (the first is the base)");
  const threads: [string, Extract][] = [];
  for (const count of [1, 2, 4]) threads.push([`${count} threads`, await ours({}, count)]);
  report(await inTurns(threads, paths.slice(0, 10 * roundSize), roundSize), roundSize);
}
