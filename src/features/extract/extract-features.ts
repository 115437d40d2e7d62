import { join } from "node:path";
import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import type { Dataset } from "../../data/dataset.js";
import type { Extractor, ExtractorOptions, PresetEntry } from "../contract.js";
import type { FeatureSet } from "../feature-set.js";
import { presetEntry } from "../registry.js";
import { withRoom } from "../store/errors.js";
import { FeatureStore } from "../store/feature-store.js";
import { originName } from "../store/known-vectors.js";
import { locksFolder, setName } from "../store/location.js";
import { withLock, type LockOptions } from "../store/lock.js";
import type { StoredSet } from "../store/stored-set.js";
import { readDescription } from "../store/read-set.js";
import { readIfSound } from "../store/write-set.js";
import { extractCorpus } from "./extract-corpus.js";
import { extractItems } from "./extract-items.js";
import type { ExtractFeaturesOptions } from "./options.js";
import { clearLeftWork } from "./left-work.js";
import { planExtraction, type ExtractionPlan } from "./plan.js";
import { readSources } from "./sources.js";

/** How often files that change while they are read are read again. */
const maximumAttempts = 3;

/** An open extraction. */
interface Job {
  readonly dataset: Dataset;
  readonly extractor: Extractor;
  readonly store: FeatureStore;
  readonly options: ExtractFeaturesOptions;
}

/**
 * The features of a data set's items under a preset: read from the store and verified when they are
 * there, else extracted and stored. Only items whose text or image the store does not know are
 * extracted, whichever data set they came from; a killed extraction goes on where it was, with at most
 * one block lost; two processes that want the same wait for each other; a damaged block is extracted
 * again. Texts and files that are missing, empty or broken get a state and are masked; they stop
 * nothing.
 *
 * Throws `E_FEATURE_PRESET`, `E_FEATURE_OPTION`, `E_FEATURE_DISK` (what was extracted stays),
 * `E_FEATURE_RANGE` (float16), `E_FEATURE_CHANGED` (files that never stand still), and what opening
 * the preset throws, such as missing weights or devices.
 */
export async function extractFeatures(
  dataset: Dataset,
  preset: string | PresetEntry,
  options: ExtractFeaturesOptions = {},
): Promise<FeatureSet> {
  const features = await withExtractor(dataset, preset, options, async (job) => {
    const stored = await ensureSet(job, false);
    const known = await readUnlessCorrupt(job.store, stored.id);
    if (known !== undefined) return known;
    const repaired = await ensureSet(job, true);
    return (await job.store.read(repaired.id))!;
  });
  return features.withManifest(withDataset(features, dataset));
}

/**
 * As {@link extractFeatures}, without keeping the matrix in memory. The stored matrix is verified all
 * the same.
 */
export async function extractToStore(
  dataset: Dataset,
  preset: string | PresetEntry,
  options: ExtractFeaturesOptions = {},
): Promise<StoredSet> {
  const stored = await withExtractor(dataset, preset, options, (job) => ensureSet(job, true));
  return { ...stored, manifest: withDataset(stored, dataset) };
}

/** A set may have been made from other ratings of the same items. */
function withDataset({ manifest }: StoredSet, dataset: Dataset): StoredSet["manifest"] {
  const { name, contentHash: hash, invented } = dataset;
  return { ...manifest, dataset: { name, hash, invented } };
}

async function withExtractor<T>(
  dataset: Dataset,
  preset: string | PresetEntry,
  options: ExtractFeaturesOptions,
  work: (job: Job) => Promise<T>,
): Promise<T> {
  options.signal?.throwIfAborted();
  const entry = typeof preset === "string" ? presetEntry(preset) : preset;
  const extractor = await entry.open(openOptions(options));
  try {
    const { store = new FeatureStore() } = options;
    await store.clean();
    return await work({ dataset, extractor, store, options });
  } finally {
    await extractor.close();
  }
}

function openOptions({
  device,
  modelFolders,
  settings,
  threads,
}: ExtractorOptions): ExtractorOptions {
  return {
    ...(device === undefined ? {} : { device }),
    ...(modelFolders === undefined ? {} : { modelFolders }),
    ...(settings === undefined ? {} : { settings }),
    ...(threads === undefined ? {} : { threads }),
  };
}

async function readUnlessCorrupt(store: FeatureStore, id: string): Promise<FeatureSet | undefined> {
  try {
    return await store.read(id);
  } catch (error) {
    if (isMoviolaError(error, "E_FEATURE_CORRUPT")) return undefined;
    throw error;
  }
}

/** The set of a job as the store has it in the end; with `verify` its matrix is known to be sound. */
async function ensureSet(job: Job, verify: boolean): Promise<StoredSet> {
  const { dataset, extractor, options } = job;
  for (let attempt = 0; attempt < maximumAttempts; attempt++) {
    const sources = await readSources(dataset, extractor.preset.modality, options);
    const plan = planExtraction(dataset, extractor, sources, options);
    const known = await standing(job, plan, verify);
    if (known !== undefined) {
      await clearLeftWork(job.store, nameOf(job, plan), known);
      return known;
    }
    const set = await make(job, plan);
    if (set !== undefined) return set;
  }
  throw new MoviolaError("E_FEATURE_CHANGED", "Files change while they are read", {
    where: dataset.name,
    expected: "files that stay as they are until they are extracted",
    got: `other bytes in each of ${maximumAttempts} attempts`,
    remedy: "Run again when nothing writes to them: what was extracted is kept",
  });
}

async function standing(
  { store, options }: Job,
  plan: ExtractionPlan,
  verify: boolean,
): Promise<StoredSet | undefined> {
  if (options.retryFailed === true) return undefined;
  const folder = store.folderOf(setName(plan.hash));
  return verify ? readIfSound(folder) : describeIfSound(folder);
}

async function describeIfSound(folder: string): Promise<StoredSet | undefined> {
  try {
    return await readDescription(folder);
  } catch (error) {
    if (isMoviolaError(error, "E_FEATURE_CORRUPT")) return undefined;
    throw error;
  }
}

function nameOf({ extractor }: Job, { identity }: ExtractionPlan): string {
  return originName({ identity, device: extractor.device });
}

/** Extracts under the lock of the extractor's vectors; another process may have done it meanwhile. */
async function make(job: Job, plan: ExtractionPlan): Promise<StoredSet | undefined> {
  const { extractor, store, options } = job;
  const name = nameOf(job, plan);
  const { signal, onProgress } = options;
  const total = plan.sources.length;
  const lockOptions: LockOptions = {
    ...(signal === undefined ? {} : { signal }),
    onWait: ({ pid, host }) => {
      const note = `waiting for process ${pid} on ${host}, which extracts the same`;
      onProgress?.({ task: `extract ${extractor.preset.id}`, done: 0, total, unit: "items", note });
    },
  };
  const lock = join(store.directory, locksFolder, `${name}.lock`);
  return withRoom(store.directory, () =>
    withLock(lock, lockOptions, async () => {
      const done = await standing(job, plan, true);
      if (done !== undefined) return done;
      return extractor.kind === "item"
        ? extractItems({ plan, extractor, store, options })
        : extractCorpus(plan, extractor, store, options);
    }),
  );
}
