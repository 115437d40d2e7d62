import type { Config } from "../../common/json.js";
import type { KeepDuplicate } from "../../data/filter/duplicate-pairs.js";
import type { KnockOutKind } from "../knock-out.js";
import type { MaskedParts } from "../options.js";

/** One filter of a data set. */
export type SweepFilter =
  | {
      readonly filter: "k-core" | "minimum-counts";
      /** Fewest rows of a user; default 0. */
      readonly users?: number;
      /** Fewest rows of an item; default 0. */
      readonly items?: number;
    }
  | { readonly filter: "merge-duplicate-pairs"; readonly keep: KeepDuplicate }
  | { readonly filter: "merge-duplicate-items"; readonly keep?: KeepDuplicate };

/** One data set of a sweep. */
export interface SweepDataset {
  /** A name that `loadDataset` knows, or a path; one that begins with a dot is from the sweep's file. */
  readonly data: string;
  /** What tables call it. */
  readonly name?: string;
  /** Rows rated at least this count as positives, all others are left out; default: all rows stay. */
  readonly threshold?: number;
  /** Applied in this order, after the threshold. */
  readonly filters?: readonly SweepFilter[];
  /**
   * Item features by modality, for the models that look at them: sources as `readFeatures` takes them; a
   * path is from the sweep's file.
   */
  readonly features?: Readonly<Record<string, string>>;
}

/** A split recipe with its settings, as `makeSplit` takes them, without a seed. */
export interface SweepSplit {
  readonly name: string;
  readonly [setting: string]: Config[string];
}

/** One model of a sweep and the settings to try. */
export interface SweepModel {
  /** Id of a model. */
  readonly model: string;
  /** What tables call it; default the id with the settings that are not its defaults. */
  readonly name?: string;
  /** Settings over the defaults; lists of values are tried in every combination. */
  readonly config?: Readonly<Record<string, Config[string] | readonly Config[string][]>>;
  /** Configurations by name, beside those of `config`. */
  readonly configs?: Readonly<Record<string, Config>>;
  /**
   * The file of a search, or such a file for each data set by name: its best configuration takes the
   * place of the defaults.
   */
  readonly tuned?: string | Readonly<Record<string, string>>;
  /** Modalities that are knocked out, and how; see `knockOut`. */
  readonly knockOut?: Readonly<Record<string, KnockOutKind>>;
}

/** A sweep: every model on every split of every data set, with every seed. */
export interface SweepSpecification {
  /** A text stands for `{ "data": text }`. */
  readonly datasets: readonly (string | SweepDataset)[];
  /** A text stands for `{ "name": text }`. */
  readonly splits: readonly (string | SweepSplit)[];
  /** A text stands for `{ "model": text }`. */
  readonly models: readonly (string | SweepModel)[];
  /** Each is the seed of a split and of a fit; default 1 alone. */
  readonly seeds?: readonly number[];
  /** Holds the split: all seeds work on the split of this one. Default: each seed has a split of its own. */
  readonly splitSeed?: number;
  /** As in `runExperiment`; default the usual ones of the model's task. */
  readonly metrics?: readonly string[];
  /** List lengths; default 5, 10 and 20. */
  readonly topK?: readonly number[];
  /** Default `train+valid`. */
  readonly mask?: MaskedParts;
  /** A held-out row is relevant when its rating is at least `threshold`; default: every one is. */
  readonly relevance?: { readonly threshold: number };
}

/** A sweep with every short form written out. */
export interface CheckedSweep extends SweepSpecification {
  readonly datasets: readonly SweepDataset[];
  readonly splits: readonly SweepSplit[];
  readonly models: readonly SweepModel[];
  readonly seeds: readonly number[];
}
