/** Searches over configurations. They see train and valid only: the test part does not fit their types. */
import type { Config } from "../../common/json.js";
import type { SearchSpace } from "../../models/search-space.js";
import { gridCandidates, randomCandidates, spaceOf } from "./candidates.js";
import { halvingResource } from "./resource.js";
import { planRungs, type PlannedRung } from "./rungs.js";
import { runSearch, type SearchPlan, type SearchResult } from "./run-search.js";
import type { SearchOptions } from "./options.js";
import { countTrainingUsers } from "./user-share.js";

/**
 * Tries every configuration of the space and chooses by the validation part. Trials are kept in the
 * run store, so a search that was stopped goes on where it was. Throws `E_SELECT_SPACE` for more than
 * `maxTrials` (default 500) configurations and for a range, `E_SELECT_VALID` without validation rows,
 * `E_SELECT_FAILED` when no trial has a value.
 */
export async function gridSearch(
  options: SearchOptions & { readonly maxTrials?: number },
): Promise<SearchResult> {
  const { maxTrials = 500, ...search } = options;
  const space = spaceOf(search.model, search.space, search.config);
  const candidates = gridCandidates(search.model, space, maxTrials);
  return runSearch(search, onePlan("grid", candidates.length, space, candidates));
}

/**
 * As {@link gridSearch}, with `nTrials` different configurations drawn at random by `seed`; all of
 * them when the space is smaller. J. Bergstra, Y. Bengio, "Random Search for Hyper-Parameter
 * Optimization", JMLR 13, 2012.
 */
export async function randomSearch(
  options: SearchOptions & { readonly nTrials: number },
): Promise<SearchResult> {
  const { nTrials, ...search } = options;
  const space = spaceOf(search.model, search.space, search.config);
  const candidates = randomCandidates(search.model, space, nTrials, search.seed ?? 1);
  return runSearch(search, onePlan("random", nTrials, space, candidates));
}

/**
 * Successive halving: `nTrials` configurations, those that {@link randomSearch} would draw, start with a
 * small part of the resource; the best third goes on with three times as much, until the last rung has
 * all of it, and the best of that is chosen. It costs about a third of a random search over as many
 * configurations, or less. The resource is epochs (a fit in each rung starts afresh), else the share
 * of the users whose rows are used, else nothing, which the record's notes say. Throws as `gridSearch`.
 */
export async function halvingSearch(
  options: SearchOptions & { readonly nTrials: number },
): Promise<SearchResult> {
  const { nTrials, ...search } = options;
  const { model, parts, config: fixed = {}, seed = 1 } = search;
  const asked = spaceOf(model, search.space, fixed);
  const resource = halvingResource(model, asked, fixed, countTrainingUsers(parts));
  const candidates = randomCandidates(model, resource.space, nTrials, seed);
  const { kind, full, notes, limits } = resource;
  const rungs =
    kind === "full"
      ? [{ nCandidates: candidates.length, share: 1 }]
      : planRungs(candidates.length, limits);
  const isOne = kind !== "full" && rungs.length === 1;
  const one = isOne ? ["too few configurations or epochs for a second rung: a random search"] : [];
  const plan = { strategy: "halving", budget: nTrials, space: asked, candidates } as const;
  return runSearch(search, { ...plan, rungs, resource: { kind, full }, notes: [...notes, ...one] });
}

/** A plan in which every candidate is tried once, in full. */
function onePlan(
  strategy: "grid" | "random",
  budget: number,
  space: SearchSpace,
  candidates: readonly Config[],
): SearchPlan {
  const rungs: PlannedRung[] = [{ nCandidates: candidates.length, share: 1 }];
  const resource = { kind: "full", full: 1 } as const;
  return { strategy, budget, space, candidates, rungs, resource, notes: [] };
}
