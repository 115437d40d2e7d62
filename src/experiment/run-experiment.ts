import { openTestPart } from "../data/split/parts.js";
import { executeRun } from "./execute-run.js";
import type { ExperimentRun } from "./experiment-run.js";
import type { ExperimentOptions } from "./options.js";

/**
 * One experiment: checks the split for leaks, fits on train with early stopping on valid, evaluates
 * once on test, and keeps the record in the run store. A run whose manifest (all but the environment)
 * is the same is taken from the store; a damaged one there is made again.
 *
 * Ranking: every user with a relevant test item is ranked over all items but those of its masked
 * parts; users without one are left out and counted. Rating: every test rating is predicted.
 * Intervals are 95 % bootstrap intervals over users or ratings.
 *
 * Throws `E_LEAK_...` (see `checkLeaks`), `E_MODEL_UNKNOWN`, `E_MODEL_CONFIG`, `E_EXPERIMENT_METRIC`,
 * `E_EXPERIMENT_OPTION`, `E_EXPERIMENT_EMPTY`, `E_METRIC_SCORE`, `E_METRIC_RATING`, and what the model
 * throws.
 */
export async function runExperiment(options: ExperimentOptions): Promise<ExperimentRun> {
  const { split, ...settings } = options;
  return executeRun(settings, split, "test", () => openTestPart(split.test));
}
