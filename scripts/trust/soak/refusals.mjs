/** Errors that the soak provokes: each must come, with its code. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** Calls that must be refused, by code. */
function refusals(library, { ranking, folder }) {
  const { runExperiment } = library;
  const bad = (name, bytes) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const run = (more) => runExperiment({ ...ranking, store: false, topK: [10], ...more });
  const { dataset } = ranking;
  return {
    E_MODEL_UNKNOWN: () => run({ model: "no-such-model" }),
    E_MODEL_CONFIG: () => run({ model: "als", config: { embeddingSize: -1 } }),
    E_MODEL_FEATURES: () => run({ model: "vbpr" }),
    E_EXPERIMENT_METRIC: () => run({ model: "popularity", metrics: ["no-such-metric"] }),
    E_SPLIT_OVERLAP: () => library.splitFromParts(dataset, { train: dataset, test: dataset }),
    E_DATA_COLUMN: () => library.loadDataset(bad("bad.csv", "a,b\n1,2\n3,4\n")),
    E_NPY_FORMAT: () => library.readNpy(bad("bad.npy", "no array")),
    E_NOTEBOOK_FILE: () => library.readNotebook(bad("bad.ipynb", "{")),
    E_MODEL_FILE: () => library.loadModel(folder),
    E_SPLIT_FRACTION: () =>
      library.makeSplit(dataset, { name: "per-user-random", train: 2, seed: 1 }),
    E_RECOMMEND_TOP_K: () => library.recommendAll({ model: {}, seen: [], topK: -1 }),
    E_RUN_QUERY: () => library.queryRuns("select nonsense", new library.RunStore(folder)),
  };
}

/** Provokes all of them; resolves to the codes that came. Throws for one that does not come. */
export async function provoke(library, context) {
  const codes = [];
  for (const [name, action] of Object.entries(refusals(library, context))) {
    let error;
    try {
      await action();
    } catch (thrown) {
      error = thrown;
    }
    if (error?.code !== name) throw new Error(`${name}: ${error ?? "not refused"}`);
    codes.push(name);
  }
  return codes;
}
