import type { Config } from "../common/json.js";
import type { ProgressListener } from "../common/progress.js";
import type { Dataset } from "../data/dataset.js";
import type { Split } from "../data/split/split.js";
import type { FeatureMatrix } from "../models/contract.js";
import type { KnockOutKind } from "./knock-out.js";
import type { LeakCode } from "./leak-check/finding.js";
import type { RunStore } from "./store/run-store.js";

/** Which of a user's items cannot be recommended: those it has in these parts. */
export type MaskedParts = "train+valid" | "train" | "none";

/** What a run is made of, besides the parts of the data. */
export interface RunSettings {
  /** The data set that was split, after all filters. */
  readonly dataset: Dataset;
  /** Id of a model; `allModels()` lists them. */
  readonly model: string;
  /** Settings over the model's defaults. */
  readonly config?: Config;
  /**
   * Names such as `ndcg`, `ndcg@10`, `auc`, `rmse`; one without `@K` is taken at every `topK`.
   * Default: for ranking ndcg, recall, precision, hit-rate, map, mrr and auc; for ratings rmse and mae.
   */
  readonly metrics?: readonly string[];
  /** List lengths; default 5, 10 and 20. */
  readonly topK?: readonly number[];
  /** Seed of the fit and of the intervals; default 1. */
  readonly seed?: number;
  /**
   * Ranking: a held-out row is relevant when its rating is at least `threshold`. Default: every
   * held-out row is relevant, with a warning in the record when ratings differ.
   */
  readonly relevance?: { readonly threshold: number };
  /** Ranking: default `train+valid`. */
  readonly mask?: MaskedParts;
  /**
   * One matrix `[nItems x dim]` a modality. A model whose entry says nothing of `features` does not look
   * at them: its run is the same with and without.
   */
  readonly features?: Readonly<Record<string, FeatureMatrix>>;
  /** Modalities of `features` that are knocked out, and how; by the seed of the run. See `knockOut`. */
  readonly knockOut?: Readonly<Record<string, KnockOutKind>>;
  /**
   * Faults of the split that are accepted, to repeat a protocol that has them; they go into the
   * manifest and the record's warnings. Default none.
   */
  readonly allowLeaks?: readonly LeakCode[];
  /**
   * Warnings of the leak check that this protocol forbids, such as `E_LEAK_FITTED`: they stop the run as
   * errors do. Default none: warnings go into the record. `docs/leaks.md` lists them.
   */
  readonly forbidLeaks?: readonly LeakCode[];
  /** Where runs are kept and looked up; false for nowhere. Default `new RunStore()`. */
  readonly store?: RunStore | false;
  /**
   * Keeps the fitted model: true in memory; `"store"` also on disk, in `fits` in the folder of the run
   * store, so that later runs that fit the same (under another mask, say) and their `model()` find it.
   * Default false: made again when asked for, unless it is on disk.
   */
  readonly keepModel?: boolean | "store";
  readonly onProgress?: ProgressListener;
  /**
   * Stops the run between steps: the promise is rejected with the signal's reason, or with
   * `E_MODEL_ABORTED`, which has it as its cause, inside a fit.
   */
  readonly signal?: AbortSignal;
}

/** Options of `runExperiment`. */
export interface ExperimentOptions extends RunSettings {
  readonly split: Split;
}
