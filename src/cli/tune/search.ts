import { availableParallelism } from "node:os";
import type { Config } from "../../common/json.js";
import type { ProgressListener } from "../../common/progress.js";
import type { GivenFeatures } from "../../experiment/given-features/read-features.js";
import { halvingSearch, randomSearch } from "../../experiment/select/search.js";
import { readSpaceFile } from "../../experiment/select/search-file.js";
import type { SearchRecord } from "../../experiment/select/search-record.js";
import { tuningParts } from "../../experiment/select/tuning-parts.js";
import type { RunStore } from "../../experiment/store/run-store.js";
import { matricesOf } from "../support/feature-options.js";
import type { GivenData } from "../support/given-files.js";

/** Options of `moviola tune` that say how to search. */
export interface SearchFlags {
  readonly budget: number;
  readonly strategy: "random" | "halving";
  readonly metric?: string;
  readonly space?: string;
  readonly workers?: number;
  readonly seed: number;
}

/** The files of a search with the features of the model's items. */
export interface TuningData extends GivenData {
  readonly modalities: readonly GivenFeatures[];
}

/** What is searched over. */
export interface SearchSubject {
  readonly model: string;
  /** Settings that stay fixed. */
  readonly config: Config;
  readonly given: TuningData;
  readonly store: RunStore;
  readonly signal: AbortSignal;
  readonly onProgress: ProgressListener | undefined;
}

/** The search that the options ask for. */
export async function search(subject: SearchSubject, flags: SearchFlags): Promise<SearchRecord> {
  const { model, config, given, store, signal, onProgress } = subject;
  const { budget, strategy, metric, seed, workers = availableParallelism() } = flags;
  const space = flags.space === undefined ? undefined : await readSpaceFile(flags.space);
  const features = matricesOf(given.modalities);
  const run = strategy === "halving" ? halvingSearch : randomSearch;
  const { record } = await run({
    dataset: given.dataset,
    parts: tuningParts(given.split),
    model,
    config,
    seed,
    store,
    signal,
    workers,
    nTrials: budget,
    ...(features === undefined ? {} : { features }),
    ...(metric === undefined ? {} : { metric }),
    ...(space === undefined ? {} : { space }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return record;
}
