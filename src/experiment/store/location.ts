import { resolve } from "node:path";

/** The folder where runs are kept: `MOVIOLA_RUNS` when set, else `.moviola/runs` in the working directory. */
export function defaultRunsFolder(): string {
  const named = process.env.MOVIOLA_RUNS;
  return resolve(named === undefined || named === "" ? ".moviola/runs" : named);
}

/** Name of the record in a run's folder. */
export const recordFile = "run.json";

/** Name of the table of values by user or rating in a run's folder. */
export const unitsFile = "units.parquet";

/** True for the name of a finished run's folder; temporaries have other names. */
export function isRunName(name: string): boolean {
  return /^[0-9a-f]{16}$/.test(name);
}
