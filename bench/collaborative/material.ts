/** The data of the bench of collaborative models. */
import {
  findDataset,
  loadDataset,
  makeSplit,
  positivesByThreshold,
  readInter,
  splitByLabels,
  type Dataset,
  type Split,
} from "../../src/index.js";

/** Positives from 4 up with a split per user, 80 to 20 at random. */
export interface Material {
  readonly dataset: Dataset;
  readonly split: Split;
}

/** A MovieLens set of this machine; undefined where it is not. */
export async function movieLens(name: string, seed = 1): Promise<Material | undefined> {
  if ((await findDataset(name)) === undefined) return undefined;
  const dataset = positivesByThreshold(await loadDataset(name), 4);
  const request = { name: "per-user-random", train: 0.8, valid: 0, test: 0.2, seed };
  return { dataset, split: makeSplit(dataset, request) };
}

/** An Amazon set in MMRec's layout with the parts that its file labels. */
export async function amazon(name: string): Promise<Material | undefined> {
  const found = await findDataset(`amazon-${name}`);
  if (found === undefined) return undefined;
  const { dataset, partLabel } = await readInter(found.path);
  return { dataset, split: splitByLabels(dataset, partLabel!, { dropColdUsers: true }) };
}

/** Shortest and median time of `repeats` runs in milliseconds, after one that does not count. */
export async function milliseconds(
  repeats: number,
  run: () => unknown,
): Promise<{ readonly least: number; readonly median: number }> {
  await run();
  const times: number[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    const start = performance.now();
    await run();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  return { least: times[0], median: times[times.length >> 1] };
}
