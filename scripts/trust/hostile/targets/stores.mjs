/** Readers of what the library itself keeps: runs, feature sets, models, checkpoints, blocks of work. */
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { library } from "../library.mjs";
import { filesUnder, sha256, smallDataset, withFolder } from "../seed-files.mjs";
import { rows } from "./ratings.mjs";

const { makeSplit, writeNpy } = await library("data/index.js");
const { RunStore, runExperiment, runId } = await library("experiment/index.js");
const { recordHash } = await library("experiment/store/read-run.js");
const { canonicalJson, contentHash } = await library("common/hash.js");
const { FeatureStore, importFeatures } = await library("features/index.js");
const { setHash } = await library("features/store/stored-set.js");
const { readWorkBlock, writeBlock } = await library("features/store/work-block.js");
const { createModel, loadModel, saveModel } = await library("models/index.js");
const { readCheckpoint, saveCheckpoint } = await library("compute/graph/checkpoint.js");

let given;

/** The data set that runs, features and models are of. */
async function givenData() {
  given ??= smallDataset(rows).then((dataset) => {
    return { dataset, split: makeSplit(dataset, { name: "per-user-random", seed: 1 }) };
  });
  return given;
}

/** Stands for the id in the name of a folder: a sealed record has another one. */
const place = "set";
const started = "2030-01-01T00:00:00.000Z";

async function runSeed() {
  const { dataset, split } = await givenData();
  const files = await withFolder(async (folder) => {
    const store = new RunStore(folder);
    await runExperiment({ dataset, split, model: "popularity", metrics: ["ndcg@10"], store });
    return filesUnder(folder);
  });
  const [record] = Object.entries(files).find(([name]) => name.endsWith("run.json"));
  const content = JSON.parse(files[record].toString("utf8"));
  // What a clock or a machine says would make another file every time.
  Object.assign(content, {
    startedAt: started,
    seconds: { fit: 1, evaluate: 1 },
    peakMemoryBytes: 1,
  });
  const units = Object.entries(files).find(([name]) => name.endsWith(".parquet"))[1];
  return {
    name: "run",
    files: { "run.json": Buffer.from(JSON.stringify(sealRun(content))), "units.parquet": units },
    forms: { "run.json": "json", "units.parquet": "bytes" },
    seal: { "run.json": sealRun },
  };
}

/** The same seed with other files mutated, after which `seal` makes the hashes of `header` right again. */
function resealed(seed, header, isMutated, seal) {
  const forms = Object.fromEntries(Object.entries(seed.forms).filter(([name]) => isMutated(name)));
  const finish = (files) => {
    const content = JSON.parse(files[header].toString("utf8"));
    return { ...files, [header]: Buffer.from(JSON.stringify(seal(content, files))) };
  };
  return { name: `${seed.name}-resealed`, files: seed.files, forms, finish };
}

async function runSeeds() {
  const seed = await runSeed();
  const isUnits = (name) => name.endsWith(".parquet");
  const seal = (content, files) => {
    content.units.sha256 = sha256(files["units.parquet"]);
    return sealRun(content);
  };
  return [seed, resealed(seed, "run.json", isUnits, seal)];
}

async function modelSeeds() {
  const seed = await modelSeed();
  const seal = (content, files) => {
    for (const array of content.arrays) array.sha256 = sha256(files[`${array.name}.npy`]);
    return seed.seal["model.json"](content);
  };
  return [seed, resealed(seed, "model.json", (name) => name.endsWith(".npy"), seal)];
}

async function checkpointSeeds() {
  const seed = await checkpointSeed();
  const [header] = Object.keys(seed.seal);
  const [state] = Object.keys(seed.files).filter((name) => name.endsWith(".npy"));
  const seal = (content, files) => {
    content.sha256 = sha256(files[state]);
    return seed.seal[header](content);
  };
  return [seed, resealed(seed, header, (name) => name === state, seal)];
}

/** A hostile writer knows how the hash is made. */
function sealRun(content) {
  if (content === null || typeof content !== "object" || Array.isArray(content)) return content;
  const { sha256: _old, ...rest } = content;
  return quietly(content, () => ({ ...rest, sha256: recordHash(rest) }));
}

function quietly(fallback, make) {
  try {
    return make();
  } catch {
    return fallback;
  }
}

/** The folder's name is the id of the manifest in it, as a hostile writer would call it. */
function idOfRun(files) {
  return quietly("0123456789abcdef", () =>
    runId(JSON.parse(files["run.json"].toString("utf8")).manifest),
  );
}

async function featureSeed() {
  const { dataset } = await givenData();
  const set = await withFolder(async (folder) => {
    const path = join(folder, "image.npy");
    const values = Float32Array.from({ length: dataset.nItems * 3 }, (_unused, at) => at / 2 + 1);
    await writeNpy(path, values, [dataset.nItems, 3]);
    const store = new FeatureStore(join(folder, "store"));
    const { id } = await importFeatures(dataset, path, { store, modality: "image", name: "given" });
    return filesUnder(store.folderOf(id));
  });
  const content = JSON.parse(set["manifest.json"].toString("utf8"));
  Object.assign(content, { startedAt: started, seconds: 1, versions: {}, blockRows: 4 });
  const body = set["features.npy"].subarray(set["features.npy"].length - content.nItems * 12);
  content.blockHashes = [0, 4, 8].map((row) => sha256(body.subarray(row * 12, (row + 4) * 12)));
  return {
    name: "set",
    files: {
      "manifest.json": Buffer.from(JSON.stringify(sealSet(content))),
      "features.npy": set["features.npy"],
    },
    forms: { "manifest.json": "json", "features.npy": "npy" },
    seal: { "manifest.json": sealSet },
  };
}

function sealSet(content) {
  if (content === null || typeof content !== "object" || Array.isArray(content)) return content;
  const { sha256: _old, ...rest } = content;
  return quietly(content, () => {
    rest.hash = setHash(rest, rest.itemIds);
    return { ...rest, sha256: contentHash([canonicalJson(rest)]) };
  });
}

function idOfSet(files) {
  return quietly("0123456789abcdef", () =>
    String(JSON.parse(files["manifest.json"].toString("utf8")).hash).slice(0, 16),
  );
}

const isName = (name) => /^[0-9a-f]{16}$/.test(name);

async function modelSeed() {
  const { dataset, split } = await givenData();
  const model = createModel("item-mean", {});
  await model.fit({ train: split.train, ratingScale: dataset.ratingScale, seed: 1 });
  const files = await withFolder(async (folder) => {
    await saveModel(model, join(folder, "model"));
    return filesUnder(join(folder, "model"));
  });
  const forms = Object.fromEntries(
    Object.keys(files).map((name) => [name, name.endsWith(".json") ? "json" : "npy"]),
  );
  const seal = (content) => {
    if (content === null || typeof content !== "object" || Array.isArray(content)) return content;
    const { hash: _old, ...rest } = content;
    return quietly(content, () => ({ ...rest, hash: contentHash([canonicalJson(rest)]) }));
  };
  return { name: "item-mean", files, forms, seal: { "model.json": seal } };
}

async function checkpointSeed() {
  const files = await withFolder(async (folder) => {
    const state = { step: 7, arrays: { w: Float32Array.of(1, 2, 3), b: Float32Array.of(0.5) } };
    await saveCheckpoint(folder, { config: { model: "x" }, state, progress: { epoch: 1 } });
    return filesUnder(folder);
  });
  const seal = (content) => {
    if (content === null || typeof content !== "object" || Array.isArray(content)) return content;
    const { hash: _old, ...rest } = content;
    return quietly(content, () => ({ ...rest, hash: contentHash([canonicalJson(rest)]) }));
  };
  const [header] = Object.keys(files).filter((name) => name.endsWith(".json"));
  const forms = Object.fromEntries(
    Object.keys(files).map((name) => [name, name.endsWith(".json") ? "json" : "npy"]),
  );
  return { name: "step", files, forms, seal: { [header]: seal } };
}

async function blockSeed() {
  const head = { dim: 3, sources: ["a", "b"], states: ["ok", "ok"], remarks: ["", ""], seconds: 1 };
  const files = await withFolder(async (folder) => {
    await writeBlock(folder, head, new Float32Array(6).fill(2));
    return filesUnder(folder);
  });
  const [bytes] = Object.values(files);
  return { name: "block", files: { "a.block": bytes }, forms: { "a.block": "bytes" } };
}

export const storeTargets = [
  {
    name: "run-store",
    weight: 8,
    seeds: runSeeds,
    /** Files go where the store looks for them. */
    placeOf: (files) =>
      join(
        "store",
        quietly(place, () => idOfRun(files)),
      ),
    read: async (folder, { files }) => {
      const store = new RunStore(join(folder, "store"));
      const list = await store.list();
      const id = idOfRun(files);
      return { list, run: isName(id) ? await store.read(id) : undefined };
    },
    check: ({ run }, { seed, sealed }) => {
      if (run === undefined) return undefined;
      const { userIndex, values } = run.units;
      const columns = Object.values(values);
      if (columns.some(({ length }) => length !== userIndex.length))
        return "columns of other lengths";
      if (sealed) return undefined;
      const sound = JSON.parse(seed.files["run.json"].toString("utf8"));
      const { units: _units, sha256: _sha256, ...record } = sound;
      return isDeepStrictEqual(plain(run.record), record)
        ? undefined
        : "another record under the old hash";
    },
  },
  {
    name: "feature-store",
    weight: 8,
    seeds: async () => [await featureSeed()],
    placeOf: (files) =>
      join(
        "store",
        quietly(place, () => idOfSet(files)),
      ),
    read: async (folder, { files }) => {
      const store = new FeatureStore(join(folder, "store"));
      const list = await store.list();
      const id = idOfSet(files);
      if (!isName(id)) return { list };
      await store.verify(id);
      return { list, set: await store.read(id) };
    },
    check: ({ set }) => {
      if (set === undefined) return undefined;
      const { values, nItems, dim, states, missing } = set;
      if (values.length !== nItems * dim) return `${values.length} values for ${nItems} x ${dim}`;
      if (states.length !== nItems || missing.length !== nItems) return "states of other items";
      return undefined;
    },
  },
  {
    name: "model-folder",
    weight: 4,
    seeds: modelSeeds,
    read: (folder) => loadModel(folder),
    check: () => undefined,
  },
  {
    name: "checkpoint",
    weight: 4,
    seeds: checkpointSeeds,
    read: (folder) => readCheckpoint(folder, { model: "x" }),
    check: () => undefined,
  },
  {
    name: "work-block",
    weight: 3,
    seeds: async () => [await blockSeed()],
    read: (folder) => readWorkBlock(join(folder, "a.block")),
    check: (block) =>
      block === undefined || block.dim === 3 ? undefined : "another block under its hash",
  },
];

function plain(value) {
  return JSON.parse(JSON.stringify(value));
}
