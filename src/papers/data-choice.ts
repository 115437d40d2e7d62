/** Which data a claim is measured on: the paper's own where there are runs, else what stands in for it. */
import type { StoredRun } from "../experiment/store/stored-run.js";
import type { VerdictData } from "./claim-test.js";
import type { Paper } from "./paper.js";

/** Runs on one data set that can speak for a data set of the paper. */
export interface DataChoice {
  readonly data: VerdictData;
  readonly runs: readonly StoredRun[];
}

/** The choices for the paper's data set `id`, best first, those without a run left out. */
export function dataChoices(paper: Paper, id: string, runs: readonly StoredRun[]): DataChoice[] {
  const { title, names = [], standIns = [] } = paper.datasets[id];
  const all: VerdictData[] = [
    ...names.map((name) => ({ name })),
    ...standIns.map(({ name, why }) => ({ name, standsFor: { title, why } })),
  ];
  return all
    .map((data) => ({
      data,
      runs: runs.filter(({ record }) => record.manifest.dataset.name === data.name),
    }))
    .filter((choice) => choice.runs.length > 0);
}

/** The first choice that `work` has a result for. */
export function firstOf<T>(
  choices: readonly DataChoice[],
  work: (choice: DataChoice) => T | undefined,
): { readonly data: VerdictData; readonly result: T } | undefined {
  for (const choice of choices) {
    const result = work(choice);
    if (result !== undefined) return { data: choice.data, result };
  }
  return undefined;
}
