import type { RunRecord } from "../../experiment/run-record.js";
import { rankTrials } from "../../experiment/select/best-trial.js";
import type { SearchRecord, SearchTrial } from "../../experiment/select/search-record.js";
import { formatSeconds } from "../../report/show/format.js";
import type { TableRow } from "../../report/show/table/column.js";
import { printRun } from "../support/describe-run.js";
import { printLine, printTable } from "../support/output.js";
import { counted } from "../support/words.js";

/** Trials in the table. */
const longest = 10;

/** Prints a search for a person: its best trials, what it cost, what was chosen. */
export function printSearch(record: SearchRecord): void {
  const { model, metric, strategy, seed, trials, seconds, notes } = record;
  printLine(`${model}: ${strategy} search by ${metric} on validation, seed ${seed}`);
  printLine();
  printTrials(record);
  printLine();
  for (const note of notes) printLine(`note: ${note}`);
  const failed = trials.filter(({ value }) => value === undefined);
  if (failed.length > 0)
    printLine(`${counted(failed.length, "trial")} failed, first: ${firstLine(failed[0])}`);
  const kept = trials.filter(({ fromStore }) => fromStore === true).length;
  const stored = kept === 0 ? "" : `, ${kept} from the run store`;
  printLine(`${counted(trials.length, "trial")}${stored} in ${formatSeconds(seconds)}`);
  printLine(`chosen: ${words(record.bestConfig)}`);
}

/** Prints the evaluation on test. */
export function printTest(record: RunRecord): void {
  printLine();
  printLine("on test, once, after the choice:");
  printRun(record, false);
  printLine();
}

/** The best trials of the last rung, then of the rungs before: each configuration once. */
function printTrials(record: SearchRecord): void {
  const { metric, rungs, trials, higherIsBetter } = record;
  const shown = new Map<number, SearchTrial>();
  for (const { rung } of rungs.toReversed()) {
    for (const trial of rankTrials(
      trials.filter((one) => one.rung === rung),
      higherIsBetter,
    )) {
      if (!shown.has(trial.candidate)) shown.set(trial.candidate, trial);
    }
  }
  const settings = Object.keys(record.space);
  const rows = [...shown.values()].slice(0, longest).map((trial) => rowOf(record, trial, settings));
  const columns = [
    { key: "value", title: `${metric} [95 % interval]`, digits: 4 },
    ...settings.map((key) => ({ key: `setting ${key}`, title: key })),
    ...(rungs.length > 1 ? [{ key: "rung" }] : []),
    { key: "fit" },
    { key: "run" },
  ];
  printTable(rows, { columns });
}

function rowOf(record: SearchRecord, trial: SearchTrial, settings: readonly string[]): TableRow {
  const { mean, low, high } = trial.value!;
  // As text: a table would round a learning rate of 0.0003 to three decimals.
  const chosen = settings.map((key) => [`setting ${key}`, String(trial.config[key] ?? "")]);
  return {
    value: { mean, low, high },
    ...Object.fromEntries(chosen),
    rung: `${trial.rung + 1} of ${record.rungs.length}`,
    fit: formatSeconds(trial.seconds ?? 0),
    run: trial.runId ?? "",
  } as TableRow;
}

function words(config: SearchRecord["bestConfig"]): string {
  const settings = Object.entries(config).map(([key, value]) => `${key}=${value}`);
  return settings.join(" ") || "the defaults";
}

function firstLine({ failure = "", config }: SearchTrial): string {
  return `${failure.split("\n", 1)[0]} (${words(config)})`;
}
