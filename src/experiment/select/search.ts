/** Searches over configurations. They see train and valid only: the test part does not fit their types. */
import { MoviolaError, isMoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import { modelEntry } from "../../models/registry.js";
import { isHigherBetter } from "../compare/metric-columns.js";
import { executeRun } from "../execute-run.js";
import type { RunSettings } from "../options.js";
import type { Estimate } from "../run-record.js";
import type { SearchSpace } from "../../models/search-space.js";
import { gridCandidates, randomCandidates, spaceOf } from "./candidates.js";
import type { TuningParts } from "./tuning-parts.js";

/** What a search is made of. */
export interface SearchOptions extends Omit<RunSettings, "metrics" | "topK" | "keepModel"> {
  /** Made by `tuningParts(split)`; a split itself does not fit. */
  readonly parts: TuningParts;
  /** The metric to choose by, such as `recall@20`; default `ndcg@10` or `rmse`. */
  readonly metric?: string;
  /** Values to try; default the model's own search space. Settings in `config` stay fixed. */
  readonly space?: SearchSpace;
}

/** One configuration that a search tried. */
export interface Trial {
  /** The fixed settings and those searched over. */
  readonly config: Config;
  /** On the validation part; absent for a failed trial. */
  readonly value?: Estimate;
  /** Id in the run store, where trials are runs of the part `valid`. */
  readonly runId?: string;
  readonly epochs?: number;
  /** Seconds of the fit. */
  readonly seconds?: number;
  readonly fromStore?: boolean;
  /** Why the trial has no value, such as a diverged fit. */
  readonly failure?: string;
}

/** What a search gives. */
export interface SearchResult {
  readonly model: string;
  readonly metric: string;
  readonly higherIsBetter: boolean;
  /** The configuration of the best trial, for `runExperiment`; the earlier one of equals. */
  readonly bestConfig: Config;
  readonly best: Trial;
  /** In the order they were tried. */
  readonly trials: readonly Trial[];
}

/**
 * Tries every configuration of the space and chooses by the validation part. Trials are kept in the
 * run store, so a search that was stopped goes on where it was. Throws `E_SELECT_SPACE` for more than
 * `maxTrials` (default 500) configurations, `E_SELECT_VALID` without validation rows,
 * `E_SELECT_FAILED` when no trial has a value.
 */
export async function gridSearch(
  options: SearchOptions & { readonly maxTrials?: number },
): Promise<SearchResult> {
  const { maxTrials = 500, ...search } = options;
  const space = spaceOf(search.model, search.space);
  return runTrials(search, gridCandidates(search.model, space, maxTrials));
}

/**
 * As {@link gridSearch}, with `nTrials` different configurations drawn at random by `seed`; all of
 * them when the space is smaller.
 */
export async function randomSearch(
  options: SearchOptions & { readonly nTrials: number },
): Promise<SearchResult> {
  const { nTrials, ...search } = options;
  const space = spaceOf(search.model, search.space);
  return runTrials(search, randomCandidates(search.model, space, nTrials, search.seed ?? 1));
}

async function runTrials(
  options: SearchOptions,
  candidates: readonly Config[],
): Promise<SearchResult> {
  const { model, parts, onProgress } = options;
  const metric = options.metric ?? standardMetric(model);
  const higherIsBetter = isHigherBetter(metric);
  requireValid(parts);
  const trials: Trial[] = [];
  for (const candidate of candidates) {
    const trial = await runTrial(options, { ...options.config, ...candidate }, metric);
    trials.push(trial);
    const note = `${metric} ${trial.value?.mean.toFixed(4) ?? "failed"}`;
    const done = trials.length;
    onProgress?.({ task: `search ${model}`, done, total: candidates.length, unit: "trials", note });
  }
  const best = bestTrial(trials, higherIsBetter);
  if (best === undefined) throw failedError(model, trials);
  return { model, metric, higherIsBetter, bestConfig: best.config, best, trials };
}

/** The metric that a search chooses by unless told otherwise. */
function standardMetric(model: string): string {
  return modelEntry(model).task === "rating" ? "rmse" : "ndcg@10";
}

async function runTrial(options: SearchOptions, config: Config, metric: string): Promise<Trial> {
  const { parts, metric: _metric, space: _space, ...settings } = options;
  try {
    const heldOut = parts.valid.interactions;
    const run = await executeRun(
      { ...settings, config, metrics: [metric] },
      parts,
      "valid",
      () => heldOut,
    );
    const { id, metrics, epochs, seconds } = run.record;
    const { fromStore } = run;
    return { config, value: metrics[metric], runId: id, epochs, seconds: seconds.fit, fromStore };
  } catch (error) {
    // A configuration that does not learn is a result of the search; anything else is a fault.
    if (!isDiverged(error)) throw error;
    return { config, failure: error.message };
  }
}

function isDiverged(error: unknown): error is MoviolaError {
  return (
    isMoviolaError(error) &&
    ["E_METRIC_SCORE", "E_METRIC_RATING", "E_MODEL_DIVERGED"].includes(error.code)
  );
}

/** The trial with the best mean, the earlier one of equals; undefined when none has a value. */
export function bestTrial(trials: readonly Trial[], higherIsBetter: boolean): Trial | undefined {
  let best: Trial | undefined;
  for (const trial of trials) {
    if (trial.value === undefined) continue;
    const gain = best?.value === undefined ? 0 : trial.value.mean - best.value.mean;
    if (best === undefined || (higherIsBetter ? gain > 0 : gain < 0)) best = trial;
  }
  return best;
}

function requireValid(parts: TuningParts): void {
  if (parts.valid.interactions.nRows > 0) return;
  throw new MoviolaError("E_SELECT_VALID", "A search needs validation rows to choose by", {
    where: `split "${parts.recipe.name}"`,
    expected: "at least one validation row",
    got: "none",
    remedy: "Split with a validation share",
  });
}

function failedError(model: string, trials: readonly Trial[]): MoviolaError {
  return new MoviolaError("E_SELECT_FAILED", "No configuration of the search has a value", {
    where: `model "${model}", ${trials.length} trials`,
    got: trials[0]?.failure ?? "no trial",
    remedy: "Give values that the model can learn with, such as a lower learning rate",
  });
}
