/** The trials of one rung: runs on validation, side by side. */
import { isMoviolaError } from "../../common/errors.js";
import type { Config } from "../../common/json.js";
import { runUnits, type RunUnitsOptions } from "../parallel/run-units.js";
import type { RunUnit, UnitResult } from "../parallel/run-unit.js";
import type { SearchOptions } from "./options.js";
import type { SearchTrial } from "./search-record.js";
import type { TuningParts } from "./tuning-parts.js";

/** One configuration of a rung. */
export interface RungCandidate {
  readonly candidate: number;
  readonly config: Config;
}

/** A rung that is ready to run. */
export interface RungWork {
  readonly rung: number;
  readonly candidates: readonly RungCandidate[];
  readonly parts: TuningParts;
  readonly metric: string;
  /** Called after each trial, in the order in which they end. */
  readonly onTrial: (trial: SearchTrial) => void;
}

/** Codes of failures that are a result of the search: the configuration does not learn, or does not fit. */
const fruitless = [
  "E_METRIC_SCORE",
  "E_METRIC_RATING",
  "E_MODEL_DIVERGED",
  "E_PARALLEL_WORKER",
] as const;

/** Tries the candidates; in their order. A failure of another kind than a fruitless trial is thrown. */
export async function runRung(options: SearchOptions, work: RungWork): Promise<SearchTrial[]> {
  const { dataset, features, store, workers, signal } = options;
  const { parts, candidates } = work;
  const fault = new AbortController();
  const signals = signal === undefined ? [fault.signal] : [fault.signal, signal];
  const settings: RunUnitsOptions = {
    data: { search: { dataset, split: parts, ...(features === undefined ? {} : { features }) } },
    workers: workers ?? 1,
    ...(store === undefined ? {} : { store }),
    signal: AbortSignal.any(signals),
    onUnit: (result, index) => {
      const trial = trialOf(work, index, result);
      if (trial instanceof Error) fault.abort(trial);
      else work.onTrial(trial);
    },
  };
  const units = candidates.map(({ config }) => unitOf(options, config, work.metric));
  try {
    const results = await runUnits(units, settings);
    // Faults have ended the call, so that what is left are trials.
    return results.flatMap((result, index) => {
      const trial = trialOf(work, index, result);
      return trial instanceof Error ? [] : [trial];
    });
  } catch (error) {
    throw fault.signal.aborted ? fault.signal.reason : error;
  }
}

function unitOf(options: SearchOptions, config: Config, metric: string): RunUnit {
  const { model, seed, relevance, mask, allowLeaks, forbidLeaks, knockOut } = options;
  return {
    data: "search",
    part: "valid",
    model,
    config,
    metrics: [metric],
    ...(seed === undefined ? {} : { seed }),
    ...(relevance === undefined ? {} : { relevance }),
    ...(mask === undefined ? {} : { mask }),
    ...(allowLeaks === undefined ? {} : { allowLeaks }),
    ...(forbidLeaks === undefined ? {} : { forbidLeaks }),
    ...(knockOut === undefined ? {} : { knockOut }),
  };
}

/** What came of a candidate; the error when it is a fault. */
function trialOf(work: RungWork, index: number, result: UnitResult): SearchTrial | Error {
  const { rung, metric } = work;
  const { candidate, config } = work.candidates[index];
  if (result.state === "failed") {
    const { error } = result;
    if (!fruitless.some((code) => isMoviolaError(error, code))) return error;
    return { candidate, rung, config, failure: error.message };
  }
  const { record, fromStore } = result;
  const { id, metrics, epochs, seconds } = record;
  const value = metrics[metric];
  return { candidate, rung, config, value, runId: id, epochs, seconds: seconds.fit, fromStore };
}
