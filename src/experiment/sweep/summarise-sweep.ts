import { deviationOverRuns } from "../compare/spread.js";
import type { RunRecord } from "../run-record.js";
import type { SweepPlan } from "./expand-sweep.js";
import type { UnitState } from "./unit-notes.js";

/** A metric over the seeds of one row. */
export interface SeedSummary {
  /** Mean of the runs' means. */
  readonly mean: number;
  /** Standard deviation over the runs (n - 1); absent for one run. */
  readonly deviation?: number;
}

/** One line of a sweep's table. */
export interface SweepRow {
  readonly dataset: string;
  readonly split: string;
  readonly model: string;
  /** By metric; empty while no unit of the row is done. */
  readonly metrics: Readonly<Record<string, SeedSummary>>;
  /** Runs behind the numbers, in the order of the seeds. */
  readonly runIds: readonly string[];
  /** Units of the row, done or not. */
  readonly nUnits: number;
}

/** Means over the seeds of every row, over those units that are done. */
export function summariseSweep(
  plan: SweepPlan,
  states: ReadonlyMap<string, UnitState>,
): SweepRow[] {
  return plan.rows.map(({ dataset, split, model, units }) => {
    const runs = units.flatMap((id): { record: RunRecord }[] => {
      const found = states.get(id);
      return found?.state === "done" ? [{ record: found.record }] : [];
    });
    const names = Object.keys(runs[0]?.record.metrics ?? {});
    const metrics = Object.fromEntries(names.map((name) => [name, summaryOf(runs, name)]));
    const runIds = runs.map(({ record }) => record.id);
    return { dataset, split, model, metrics, runIds, nUnits: units.length };
  });
}

function summaryOf(runs: readonly { readonly record: RunRecord }[], metric: string): SeedSummary {
  const sum = runs.reduce((total, { record }) => total + record.metrics[metric].mean, 0);
  const deviation = deviationOverRuns(runs, metric);
  return { mean: sum / runs.length, ...(deviation === undefined ? {} : { deviation }) };
}
