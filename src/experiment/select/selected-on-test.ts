import type { Config } from "../../common/json.js";
import { openTestPart } from "../../data/split/parts.js";
import type { Split } from "../../data/split/split.js";
import { executeRun } from "../execute-run.js";
import type { Estimate } from "../run-record.js";
import type { SearchOptions } from "./options.js";
import { gridSearch } from "./search.js";
import type { SearchTrial } from "./search-record.js";
import { tuningParts } from "./tuning-parts.js";

/** What choosing on the test part would have claimed, beside the honest number. */
export interface SelectionExhibit {
  readonly model: string;
  readonly metric: string;
  readonly higherIsBetter: boolean;
  readonly nCandidates: number;
  /** Test value of the configuration that the validation part chose: the number to report. */
  readonly chosenOnValidation: Estimate;
  /** Test value of the configuration that the test part itself prefers. No result: never report it. */
  readonly flatteredByTest: Estimate;
  /** How much better the flattered number looks, in the metric's units; 0 or more. */
  readonly flattery: number;
}

/**
 * An exhibit, not a tool: measures how much a result would be flattered by choosing the configuration
 * on the test part. Every configuration of the grid is evaluated on test, which an experiment must
 * never do; so nothing of it is kept in the run store and no configuration is returned. Throws as
 * `gridSearch`.
 */
export async function selectedOnTest(
  options: Omit<SearchOptions, "parts"> & { readonly split: Split; readonly maxTrials?: number },
): Promise<SelectionExhibit> {
  const { split, ...search } = options;
  const result = await gridSearch({ ...search, parts: tuningParts(split) });
  const { model, metric, higherIsBetter, best } = result;
  const onTest = new Map<SearchTrial, Estimate>();
  for (const trial of result.trials.filter(({ value }) => value !== undefined)) {
    onTest.set(trial, await testValue(options, trial.config, metric));
  }
  const values = [...onTest.values()];
  const flattered = values.reduce((top, value) =>
    (higherIsBetter ? value.mean > top.mean : value.mean < top.mean) ? value : top,
  );
  const honest = onTest.get(best)!;
  return {
    model,
    metric,
    higherIsBetter,
    nCandidates: values.length,
    chosenOnValidation: honest,
    flatteredByTest: flattered,
    flattery: Math.abs(flattered.mean - honest.mean),
  };
}

async function testValue(
  options: Omit<SearchOptions, "parts"> & { readonly split: Split },
  config: Config,
  metric: string,
): Promise<Estimate> {
  const { split, metric: _metric, space: _space, workers: _workers, ...settings } = options;
  const run = await executeRun(
    { ...settings, config, metrics: [metric], store: false },
    split,
    "test",
    () => openTestPart(split.test),
  );
  return run.record.metrics[metric];
}
