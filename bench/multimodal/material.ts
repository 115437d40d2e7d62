/** What the benchmarks of multimodal models work on: positives from 4 up, and features of library presets. */
import {
  extractFeatures,
  findDataset,
  isMoviolaError,
  loadDataset,
  positivesByThreshold,
  type Dataset,
  type PlainMatrix,
} from "../../src/index.js";

/** Feature matrices by preset. */
export type PresetFeatures = Readonly<Record<string, PlainMatrix>>;

/** A MovieLens set with the features that can be made of it here. */
export interface Films {
  readonly dataset: Dataset;
  readonly features: PresetFeatures;
}

/** Presets whose weights are small: posters, word vectors, and none at all. */
const presets = ["mobilenet-v2", "glove", "tfidf-lsa"];

/**
 * A MovieLens set of this machine with its features, from the feature store where they are there;
 * undefined where the set is not. A preset without weights is named and left out.
 */
export async function filmsWithFeatures(name: string): Promise<Films | undefined> {
  if ((await findDataset(name)) === undefined) {
    process.stdout.write(`${name} is not on this machine\n`);
    return undefined;
  }
  const full = await loadDataset(name);
  const features: Record<string, PlainMatrix> = {};
  for (const preset of presets) {
    const set = await extracted(full, preset);
    if (set !== undefined) features[preset] = set;
  }
  return { dataset: positivesByThreshold(full, 4), features };
}

async function extracted(dataset: Dataset, preset: string): Promise<PlainMatrix | undefined> {
  try {
    return (await extractFeatures(dataset, preset)).matrix();
  } catch (error) {
    if (!isMoviolaError(error, "E_FEATURE_WEIGHTS")) throw error;
    process.stdout.write(`${preset}: left out, its weights are not on this machine\n`);
    return undefined;
  }
}
