/** A search from its plan to its record: rung after rung, each measured on validation. */
import { MoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import { modelEntry } from "../../models/registry.js";
import type { SearchSpace } from "../../models/search-space.js";
import { isHigherBetter } from "../compare/metric-columns.js";
import { protocolConfig, protocolOf } from "../protocol.js";
import { bestTrial, rankTrials } from "./best-trial.js";
import type { SearchOptions } from "./options.js";
import type { PlannedRung } from "./rungs.js";
import { searchProgress } from "./search-progress.js";
import type { SearchRecord, SearchRung, SearchStrategy, SearchTrial } from "./search-record.js";
import { runRung, type RungCandidate } from "./trials.js";
import type { TuningParts } from "./tuning-parts.js";
import { shareOfUsers } from "./user-share.js";

/** What a search will do. */
export interface SearchPlan {
  readonly strategy: SearchStrategy;
  readonly budget: number;
  readonly space: SearchSpace;
  readonly candidates: readonly Config[];
  readonly rungs: readonly PlannedRung[];
  readonly resource: { readonly kind: SearchRung["resource"]["kind"]; readonly full: number };
  readonly notes: readonly string[];
}

/** What a search gives. */
export interface SearchResult {
  readonly model: string;
  readonly metric: string;
  readonly higherIsBetter: boolean;
  /** The configuration of the best trial, for `runExperiment`; the earlier one of equals. */
  readonly bestConfig: Config;
  readonly best: SearchTrial;
  /** In the order they were tried. */
  readonly trials: readonly SearchTrial[];
  /** All of the search as plain JSON, for `saveSearch`. */
  readonly record: SearchRecord;
}

/** Does what the plan says. Throws `E_SELECT_VALID`, `E_SELECT_FAILED`, and what a run throws. */
export async function runSearch(options: SearchOptions, plan: SearchPlan): Promise<SearchResult> {
  const { model } = options;
  const started = performance.now();
  const metric = metricOf(options);
  const higherIsBetter = isHigherBetter(metric);
  requireValid(options.parts);
  const trials: SearchTrial[] = [];
  const rungs: SearchRung[] = [];
  const progress = searchProgress(options, plan, metric, higherIsBetter);
  let candidates: readonly RungCandidate[] = plan.candidates.map((config, candidate) => ({
    candidate,
    config: { ...options.config, ...config },
  }));
  let lastRung: readonly SearchTrial[] = [];
  for (const [rung, { nCandidates, share }] of plan.rungs.entries()) {
    const kept = new Set(rankTrials(lastRung, higherIsBetter).slice(0, nCandidates));
    const entered = new Set([...kept].map(({ candidate }) => candidate));
    if (rung > 0) candidates = candidates.filter(({ candidate }) => entered.has(candidate));
    const amount = amountOf(plan, share);
    const parts = partsOf(options, plan, share);
    const tried = candidates.map((one) => withEpochs(one, plan, amount));
    const onTrial = progress.trialsOf(rung);
    lastRung = await runRung(options, { rung, candidates: tried, parts, metric, onTrial });
    trials.push(...lastRung);
    const resource = { kind: plan.resource.kind, amount };
    rungs.push({ rung, resource, share, nTrials: lastRung.length });
    if (bestTrial(lastRung, higherIsBetter) === undefined) throw failedError(model, lastRung);
  }
  const best = bestTrial(lastRung, higherIsBetter)!;
  const seconds = (performance.now() - started) / 1000;
  const chosen = { trials, rungs, best: trials.indexOf(best), bestConfig: best.config, seconds };
  const record = { ...recordHead(options, plan, metric, higherIsBetter), ...chosen };
  return { model, metric, higherIsBetter, bestConfig: best.config, best, trials, record };
}

function amountOf({ resource }: SearchPlan, share: number): number {
  return resource.kind === "epochs" ? Math.max(1, Math.round(resource.full * share)) : share;
}

function partsOf({ parts, seed = 1 }: SearchOptions, plan: SearchPlan, share: number): TuningParts {
  return plan.resource.kind === "users" ? shareOfUsers(parts, share, seed) : parts;
}

function withEpochs(one: RungCandidate, { resource }: SearchPlan, amount: number): RungCandidate {
  return resource.kind === "epochs" ? { ...one, config: { ...one.config, epochs: amount } } : one;
}

/** The metric that a search chooses by, in full: `ndcg` is `ndcg@10`. Throws `E_EXPERIMENT_METRIC`. */
function metricOf(options: SearchOptions): string {
  const entry = modelEntry(options.model);
  const asked = options.metric ?? (entry.task === "rating" ? "rmse" : "ndcg@10");
  return protocolOf({ ...options, metrics: [asked], topK: [10] }, entry, "valid").metrics[0];
}

/** What a record says of the search before its first trial. */
function recordHead(
  options: SearchOptions,
  plan: SearchPlan,
  metric: string,
  higherIsBetter: boolean,
): Omit<SearchRecord, "rungs" | "trials" | "best" | "bestConfig" | "seconds"> {
  const { model, dataset, parts, config: fixed = {}, seed = 1 } = options;
  const { strategy, budget, space, notes } = plan;
  const { name, settings, seed: splitSeed } = parts.recipe;
  const entry = modelEntry(model);
  return {
    schema: 1,
    model,
    task: entry.task,
    metric,
    higherIsBetter,
    strategy,
    budget,
    seed,
    fixed,
    space,
    dataset: { name: dataset.name, hash: dataset.contentHash, invented: dataset.invented },
    split: { name, settings, seed: splitSeed, hash: parts.hash },
    protocol: protocolConfig(protocolOf({ ...options, metrics: [metric] }, entry, "valid")),
    notes,
  };
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

function failedError(model: string, trials: readonly SearchTrial[]): MoviolaError {
  return new MoviolaError("E_SELECT_FAILED", "No configuration of the search has a value", {
    where: `model "${model}", ${trials.length} trials`,
    got: trials[0]?.failure ?? "no trial",
    remedy: "Give values that the model can learn with, such as a lower learning rate",
  });
}
