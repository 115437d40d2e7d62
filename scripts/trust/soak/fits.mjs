/** Fits for the soak: every model of the registry, with few epochs, so that a cycle has all of them. */

/** Settings that make a fit short, for the models that have them. */
const short = { epochs: 2, embeddingSize: 8, outerEpochs: 1, pretrainEpochs: 1, maximumEpochs: 2 };

/** Settings of a model that make its fit short. */
function shortConfig({ defaults }) {
  return Object.fromEntries(Object.entries(short).filter(([name]) => name in defaults));
}

/** The data of a cycle: its seed decides the splits. */
export function dataOfCycle(library, dataset, seed) {
  const liked = library.positivesByThreshold(dataset, 4);
  const recipe = { name: "per-user-random", train: 0.8, valid: 0.1, test: 0.1, seed };
  return {
    ranking: { dataset: liked, split: library.makeSplit(liked, recipe) },
    rating: { dataset, split: library.makeSplit(dataset, recipe) },
  };
}

/** Extracts the features of a cycle into a new store, once anew and once from the store. */
export async function extract(library, dataset, folder) {
  const store = new library.FeatureStore(folder);
  const features = {};
  for (const [modality, preset] of [
    ["image", "palette"],
    ["text", "tfidf-lsa"],
  ]) {
    await library.extractFeatures(dataset, preset, { store });
    features[modality] = await library.extractFeatures(dataset, preset, { store });
  }
  return features;
}

/** Fits and measures one model. */
export async function fitOne(library, entry, { ranking, rating, features, seed, ...rest }) {
  const parts = entry.task === "ranking" ? ranking : rating;
  return library.runExperiment({
    ...parts,
    ...{ model: entry.id, config: shortConfig(entry), seed, store: false, topK: [10] },
    ...(entry.features === undefined ? {} : { features }),
    ...rest,
  });
}

/** A fit that is stopped when it has reported some progress; it must end by the signal and by nothing else. */
export async function interrupt(library, model, parts, reports) {
  const controller = new AbortController();
  let left = reports;
  const onProgress = () => --left <= 0 && controller.abort(new Error("interrupted by the soak"));
  const entry = library.modelEntry(model);
  const { defaults } = entry;
  const config = "epochs" in defaults ? { epochs: 50 } : {};
  try {
    const settings = { ...parts, config, onProgress, signal: controller.signal };
    await fitOne(library, entry, settings);
  } catch (error) {
    if (controller.signal.aborted) return;
    throw error;
  }
  throw new Error(`${model} ended though it was interrupted`);
}
