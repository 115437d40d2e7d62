import type { CorpusExtractor } from "../contract.js";
import type { FeatureStore } from "../store/feature-store.js";
import type { StoredSet } from "../store/stored-set.js";
import { writeSet } from "../store/write-set.js";
import type { ExtractFeaturesOptions } from "./options.js";
import { describeSet, type ExtractionPlan } from "./plan.js";
import { ExtractionProgress } from "./progress.js";
import { checkVectors } from "./run-batch.js";

/**
 * Makes the set of an extractor that learns from all items first. Its vectors depend on one another,
 * so they are stored together or not at all. Throws what the extractor and the store throw.
 */
export async function extractCorpus(
  plan: ExtractionPlan,
  extractor: CorpusExtractor,
  store: FeatureStore,
  options: ExtractFeaturesOptions,
): Promise<StoredSet> {
  const { sources, fitOn } = plan;
  const { dim, id } = extractor.preset;
  const progress = new ExtractionProgress(options.onProgress, id, sources.length, 0);
  progress.report();
  const start = performance.now();
  const inputs = sources.map(({ input }) => input);
  const learnFrom = fitOn.map((value, item) => (sources[item].hash === "" ? 0 : value));
  const vectors = checkVectors(
    await extractor.extractAll(inputs, learnFrom, options.signal),
    sources.length,
    extractor,
  );
  progress.add(vectors.states);
  const isUnread = sources.map(({ hash }) => hash === "");
  const pick = <T>(own: readonly T[], theirs: readonly T[]): T[] =>
    theirs.map((value, item) => (isUnread[item] ? own[item] : value));
  const set = describeSet(plan, extractor, {
    states: pick(
      sources.map(({ state }) => state),
      vectors.states,
    ),
    remarks: pick(
      sources.map(({ remark }) => remark),
      vectors.remarks,
    ),
    seconds: (performance.now() - start) / 1000,
  });
  const rowsOf = (from: number, to: number): Promise<Float32Array> =>
    Promise.resolve(vectors.values.subarray(from * dim, to * dim));
  return writeSet(store.directory, set, { rowsOf, replace: options.retryFailed === true });
}
