/** One piece of independent work, and how it is done: the same in this thread and in a worker. */
import { MoviolaError } from "../../common/errors.js";
import type { ProgressListener } from "../../common/progress.js";
import type { Dataset } from "../../data/dataset.js";
import { openTestPart } from "../../data/split/parts.js";
import type { Split } from "../../data/split/split.js";
import type { FeatureMatrix } from "../../models/contract.js";
import { executeRun } from "../execute-run.js";
import type { ExperimentRun } from "../experiment-run.js";
import type { RunSettings } from "../options.js";
import type { RunRecord } from "../run-record.js";
import { tuningParts, type TuningParts } from "../select/tuning-parts.js";
import type { RunStore } from "../store/run-store.js";

/** What units work on. A search gives {@link TuningParts}, so that no test row can reach its units. */
export interface UnitData {
  readonly dataset: Dataset;
  readonly split: Split | TuningParts;
  /** One matrix `[nItems x dim]` a modality, for models that use content. */
  readonly features?: Readonly<Record<string, FeatureMatrix>>;
}

/** One run to be done: plain data that crosses to a worker. */
export interface RunUnit extends Pick<
  RunSettings,
  | "model"
  | "config"
  | "metrics"
  | "topK"
  | "seed"
  | "relevance"
  | "mask"
  | "allowLeaks"
  | "forbidLeaks"
  | "knockOut"
> {
  /** Key of the unit's data among those given to `runUnits`. */
  readonly data: string;
  /** The part to measure on; `test` needs data with a whole split. */
  readonly part: "valid" | "test";
}

/** What came of a unit. */
export type UnitResult =
  | {
      readonly unit: RunUnit;
      readonly state: "done";
      readonly record: RunRecord;
      /** True when the run was found in the store and nothing was computed. */
      readonly fromStore: boolean;
    }
  | {
      readonly unit: RunUnit;
      readonly state: "failed";
      /** A `MoviolaError` with its code when the library foresaw the failure. */
      readonly error: Error;
    };

/** What the units of one call share. */
export interface UnitSurroundings {
  readonly store: RunStore | false;
  readonly signal?: AbortSignal;
  readonly onProgress?: ProgressListener;
}

/** Does a unit in this thread. Throws `E_PARALLEL_UNIT` and what `runExperiment` throws. */
export function executeUnit(
  unit: RunUnit,
  given: UnitData,
  surroundings: UnitSurroundings,
): Promise<ExperimentRun> {
  const { data, part, ...asked } = unit;
  const { split, ...rest } = given;
  const settings = { ...asked, ...rest, ...surroundings };
  if (part === "valid") {
    // A split that has a test part loses it here: what is chosen by must not depend on it.
    const parts = split.test === undefined ? split : tuningParts(split);
    return executeRun(settings, parts, "valid", () => parts.valid.interactions);
  }
  const { test } = split;
  if (test === undefined) {
    throw unitError(data, "data with a whole split for a unit that is measured on test");
  }
  return executeRun(settings, split, "test", () => openTestPart(test));
}

/** The data of a unit; throws `E_PARALLEL_UNIT` for a key that was not given. */
export function dataOf<T>(data: ReadonlyMap<string, T>, key: string): T {
  const found = data.get(key);
  if (found === undefined) throw unitError(key, `one of ${[...data.keys()].join(", ")}`);
  return found;
}

function unitError(key: string, expected: string): MoviolaError {
  return new MoviolaError("E_PARALLEL_UNIT", "The data do not fit a unit of work", {
    where: `data "${key}"`,
    expected,
    remedy: "Give `runUnits` the data of every unit under the key that the unit names",
  });
}
