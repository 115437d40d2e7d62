import type { ExperimentRun } from "./experiment-run.js";
import { knockOutKinds, type KnockOutKind } from "./knock-out.js";
import type { ExperimentOptions } from "./options.js";
import { runExperiment } from "./run-experiment.js";

/**
 * Runs a model with each modality knocked out in each way, with each seed: rows for `compareRuns`
 * beside the intact model, called such as `vbpr (with image + text), image permuted`. A run's seed
 * decides the fit and the knock-out. Throws `E_EXPERIMENT_KNOCK_OUT`, and as `runExperiment`.
 *
 * @example
 * const seeds = [1, 2, 3];
 * const runs = [];
 * for (const seed of seeds) runs.push(await runExperiment({ ...options, seed }));
 * runs.push(...(await knockOutRuns(options, ["image", "text"], ["permuted", "absent"], seeds)));
 * show(compareRuns(runs));
 */
export async function knockOutRuns(
  options: ExperimentOptions,
  modalities: readonly string[] = Object.keys(options.features ?? {}).sort(),
  kinds: readonly KnockOutKind[] = knockOutKinds,
  seeds: readonly number[] = [options.seed ?? 1],
): Promise<ExperimentRun[]> {
  const runs: ExperimentRun[] = [];
  for (const modality of modalities) {
    for (const kind of kinds) {
      for (const seed of seeds) {
        const knocked = { ...options.knockOut, [modality]: kind };
        runs.push(await runExperiment({ ...options, seed, knockOut: knocked }));
      }
    }
  }
  return runs;
}
