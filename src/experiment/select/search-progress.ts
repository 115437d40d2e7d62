import { bestTrial } from "./best-trial.js";
import type { SearchOptions } from "./options.js";
import type { SearchPlan } from "./run-search.js";
import type { SearchTrial } from "./search-record.js";

/** Tells the listener of a search how far it is. */
export interface SearchProgress {
  /** What to call after each trial of a rung. */
  trialsOf(rung: number): (trial: SearchTrial) => void;
}

/**
 * Counts trials; where they differ in cost, what they cost in trials with the full resource, so that the
 * time that is left can be told from what is done. The note has the best value so far, of the rung.
 */
export function searchProgress(
  options: SearchOptions,
  plan: SearchPlan,
  metric: string,
  higherIsBetter: boolean,
): SearchProgress {
  const task = `search ${options.model}`;
  const unit = plan.rungs.length > 1 ? "full fits" : "trials";
  const total = plan.rungs.reduce((sum, { nCandidates, share }) => sum + nCandidates * share, 0);
  let done = 0;
  return {
    trialsOf(rung): (trial: SearchTrial) => void {
      const trials: SearchTrial[] = [];
      const { nCandidates, share } = plan.rungs[rung];
      return (trial) => {
        trials.push(trial);
        done += share;
        const best = bestTrial(trials, higherIsBetter)?.value?.mean.toFixed(4);
        const place =
          plan.rungs.length > 1
            ? `rung ${rung + 1} of ${plan.rungs.length}, trial ${trials.length} of ${nCandidates}, `
            : "";
        const note = `${place}best ${metric} ${best ?? "none yet"}`;
        options.onProgress?.({ task, done: rounded(done), total: rounded(total), unit, note });
      };
    },
  };
}

function rounded(count: number): number {
  return Number(count.toFixed(1));
}
