/** Extraction item by item: what the store knows is taken from there, the rest is made in blocks. */
import type { Device, ItemExtractor } from "../contract.js";
import { withRoom } from "../store/errors.js";
import type { FeatureStore } from "../store/feature-store.js";
import { KnownVectors } from "../store/known-vectors.js";
import type { StoredSet } from "../store/stored-set.js";
import { VectorReader } from "../store/vector-files.js";
import { writeBlock, type BlockHead } from "../store/work-block.js";
import { writeSet } from "../store/write-set.js";
import type { ExtractFeaturesOptions } from "./options.js";
import { describeSet, type ExtractionPlan } from "./plan.js";
import { ExtractionProgress } from "./progress.js";
import { runBatch } from "./run-batch.js";
import { isUnchanged, type ItemSource } from "./sources.js";

/** What an extraction works with. */
export interface ItemJob {
  readonly plan: ExtractionPlan;
  readonly extractor: ItemExtractor;
  readonly store: FeatureStore;
  readonly options: ExtractFeaturesOptions;
}

/** A block of vectors that are in memory. */
interface FreshBlock {
  readonly head: BlockHead;
  readonly values: Float32Array;
}

/**
 * Makes the set of a plan; undefined when a file changed after it was hashed, so that the plan no
 * longer holds. Every finished block stays, whatever happens to the next. Throws `E_FEATURE_DISK`,
 * `E_FEATURE_RANGE`, `E_FEATURE_SHAPE`, and what the extractor throws.
 */
export async function extractItems(job: ItemJob): Promise<StoredSet | undefined> {
  const { plan, extractor, store, options } = job;
  const { retryFailed = false } = options;
  const origin: { identity: ExtractionPlan["identity"]; device: Device; dim: number } = {
    identity: plan.identity,
    device: extractor.device,
    dim: extractor.preset.dim,
  };
  const known = await KnownVectors.gather(store, origin, { dtype: plan.dtype, retryFailed });
  const readable = plan.sources.filter(({ hash }) => hash !== "");
  const unique = [...new Map(readable.map((source) => [source.hash, source])).values()];
  const pending = unique.filter(({ hash }) => known.get(hash) === undefined);
  const { id } = extractor.preset;
  const reused = unique.length - pending.length;
  const progress = new ExtractionProgress(options.onProgress, id, pending.length, reused);
  progress.report();
  let isWhole = true;
  for (let start = 0; start < pending.length; start += plan.blockRows) {
    const some = pending.slice(start, start + plan.blockRows);
    const block = await extractBlock(job, some, progress);
    isWhole &&= block.head.sources.length === some.length;
    const { head, values } = block;
    known.addBlock(await withRoom(store.directory, () => writeBlock(known.folder, head, values)));
  }
  return isWhole ? assemble(job, known) : undefined;
}

/** Extracts some items, batch by batch; those whose file changed meanwhile are left out. */
async function extractBlock(
  { extractor, options }: ItemJob,
  items: readonly ItemSource[],
  progress: ExtractionProgress,
): Promise<FreshBlock> {
  const { dim } = extractor.preset;
  const start = performance.now();
  const head = { dim, sources: [] as string[], states: [] as BlockHead["states"][number][] };
  const remarks: string[] = [];
  let nThrown = 0;
  const values = new Float32Array(items.length * dim);
  for (let at = 0; at < items.length; at += extractor.batchSize) {
    const batch = items.slice(at, at + extractor.batchSize);
    const inputs = batch.map(({ input }) => input);
    const vectors = await runBatch(extractor, inputs, options.signal);
    nThrown += vectors.thrown.length;
    if (nThrown === items.length && nThrown > 1) throw vectors.thrown[0];
    const unchanged = await Promise.all(batch.map(isUnchanged));
    batch.forEach(({ hash }, row) => {
      if (!unchanged[row]) return;
      values.set(vectors.values.subarray(row * dim, (row + 1) * dim), head.sources.length * dim);
      head.sources.push(hash);
      head.states.push(vectors.states[row]);
      remarks.push(vectors.remarks[row]);
    });
    progress.add(vectors.states);
  }
  const seconds = (performance.now() - start) / 1000;
  const rows = values.subarray(0, head.sources.length * dim);
  return { head: { ...head, remarks, seconds }, values: rows };
}

/** Writes the set from what is known, row by row, and clears its work away. */
async function assemble(job: ItemJob, known: KnownVectors): Promise<StoredSet> {
  const { plan, extractor, store, options } = job;
  const { dim } = extractor.preset;
  const found = plan.sources.map(({ hash }) => (hash === "" ? undefined : known.get(hash)));
  const set = describeSet(plan, extractor, {
    states: found.map((vector, item) => vector?.state ?? plan.sources[item].state),
    remarks: found.map((vector, item) => vector?.remark ?? plan.sources[item].remark),
    seconds: known.secondsOfWork,
  });
  const reader = new VectorReader();
  const rowsOf = async (start: number, end: number): Promise<Float32Array> => {
    options.signal?.throwIfAborted();
    const rows = new Float32Array((end - start) * dim);
    for (let item = start; item < end; item++) {
      const vector = found[item];
      if (vector === undefined) continue;
      rows.set(await reader.read(vector.file, vector.row), (item - start) * dim);
    }
    return rows;
  };
  try {
    const replace = options.retryFailed === true;
    const stored = await writeSet(store.directory, set, { rowsOf, replace });
    await known.removeFinished(new Set(plan.sources.map(({ hash }) => hash)));
    return stored;
  } finally {
    await reader.close();
  }
}
