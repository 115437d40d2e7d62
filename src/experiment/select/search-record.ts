/** A search as it is saved: everything that a page about it needs, as plain JSON. */
import type { Config } from "../../common/json.js";
import type { SearchSpace } from "../../models/search-space.js";
import type { Estimate, Manifest } from "../run-record.js";

/** How a search goes over its space. */
export type SearchStrategy = "grid" | "random" | "halving";

/** What the trials of a rung were given to learn with. */
export interface SearchRung {
  /** From 0; a grid or random search has one rung. */
  readonly rung: number;
  /**
   * `epochs`: the fit lasts `amount` epochs; `users`: it sees the rows of this share of the users, 0 to 1;
   * `full`: nothing is held back and `amount` is 1.
   */
  readonly resource: { readonly kind: "epochs" | "users" | "full"; readonly amount: number };
  /** Share of the last rung's resource, 0 to 1: about what a trial costs against one in full. */
  readonly share: number;
  readonly nTrials: number;
}

/** One configuration tried with one rung's resource. */
export interface SearchTrial {
  /** Place of the configuration among those that the search drew, from 0: the same in every rung. */
  readonly candidate: number;
  readonly rung: number;
  /** The fixed settings, those searched over, and the rung's epochs where that is the resource. */
  readonly config: Config;
  /** On the validation part (of the rung's users); absent for a failed trial. */
  readonly value?: Estimate;
  /** Id in the run store, where trials are runs of the part `valid`. */
  readonly runId?: string;
  /** Epochs done. */
  readonly epochs?: number;
  /** Seconds of the fit; differs from search to search. */
  readonly seconds?: number;
  /** True when the run was in the store already; differs from search to search. */
  readonly fromStore?: boolean;
  /** Why the trial has no value, such as a diverged fit. */
  readonly failure?: string;
}

/** What a search gives, and what its file holds. */
export interface SearchRecord {
  readonly schema: 1;
  readonly model: string;
  readonly task: "ranking" | "rating";
  /** The metric that was chosen by, such as `ndcg@10`. */
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly strategy: SearchStrategy;
  /** Configurations asked for; a small space holds fewer. */
  readonly budget: number;
  /** Seed of the draw, of the fits and of the intervals. */
  readonly seed: number;
  /** Settings that were the same in all trials. */
  readonly fixed: Config;
  readonly space: SearchSpace;
  readonly dataset: Manifest["dataset"];
  readonly split: Manifest["split"];
  /** How values were taken, as in a run's manifest: part, relevance, mask, intervals. */
  readonly protocol: Config;
  readonly rungs: readonly SearchRung[];
  /** Rung after rung; within a rung in the order of candidates. */
  readonly trials: readonly SearchTrial[];
  /** Place of the chosen trial in `trials`: the best of the last rung, the earlier one of equals. */
  readonly best: number;
  /** The chosen configuration with the full resource, for `runExperiment`. */
  readonly bestConfig: Config;
  /** What a reader should know, such as why a strategy used another resource. */
  readonly notes: readonly string[];
  /** One evaluation of the chosen configuration on test, made after the choice. */
  readonly test?: { readonly runId: string; readonly metrics: Readonly<Record<string, Estimate>> };
  /** Seconds of the whole search; differs from search to search. */
  readonly seconds: number;
}
