import type { SearchRecord, SearchTrial } from "../../../experiment/select/search-record.js";
import { metricTitle } from "../metric-title.js";
import { table, type Table } from "../table/table.js";
import type { Column, TableRow } from "../table/column.js";
import { lastRung, rungWords, searchedSettings } from "./trial-lines.js";

/**
 * Every trial of a search with its settings, its value on validation, epochs and seconds, best first;
 * failed ones last, with why. Sortable where scripts run.
 */
export function trialTable(record: SearchRecord): Table {
  const settings = searchedSettings(record);
  const rows = ordered(record).map((trial) => trialRow(record, trial, settings));
  return table(rows, {
    name: `search-${record.model}`,
    columns: columnsOf(record, settings, rows),
    isFloor: ({ isEarly }) => isEarly === true,
    notes: notesOf(record),
  });
}

/** The last rung first, within a rung the best first, failed trials last. */
function ordered({ trials, higherIsBetter }: SearchRecord): SearchTrial[] {
  const sign = higherIsBetter ? -1 : 1;
  const worst = higherIsBetter ? -Infinity : Infinity;
  const valueOf = ({ value }: SearchTrial): number => value?.mean ?? worst;
  return [...trials].sort((one, other) => {
    const [x, y] = [valueOf(one), valueOf(other)];
    return other.rung - one.rung || (x === y ? one.candidate - other.candidate : sign * (x - y));
  });
}

function trialRow(record: SearchRecord, trial: SearchTrial, settings: readonly string[]): TableRow {
  const { candidate, rung, config, value, epochs, seconds, failure } = trial;
  const given = settings.map((name) => [name, config[name]] as const);
  return {
    candidate: candidate + 1,
    learnt: rungWords(record, rung).replaceAll(" ", "\u00a0"),
    ...Object.fromEntries(given),
    [record.metric]:
      value === undefined ? undefined : { mean: value.mean, low: value.low, high: value.high },
    epochs: epochs === 0 ? undefined : epochs,
    seconds,
    failure: failure === undefined ? undefined : codeOf(failure),
    isEarly: rung < lastRung(record),
  };
}

/** The code that a failure begins with, else its first line. */
function codeOf(failure: string): string {
  return /^E_[A-Z0-9_]+/.exec(failure)?.[0] ?? failure.split("\n", 1)[0];
}

function notesOf({ task, rungs, trials, dataset, split, seed }: SearchRecord): string[] {
  const units = task === "rating" ? "ratings" : "users";
  const failures = trials.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const invented = dataset.invented ? " (invented)" : "";
  return [
    `Data ${dataset.name}${invented}, split ${split.name} with seed ${split.seed}, search with seed ${seed}.`,
    `Values on the validation part, with 95 % bootstrap intervals over ${units}.`,
    ...(rungs.length > 1
      ? [
          "Muted: trials of earlier rungs, which had less to learn with; their values did not choose.",
        ]
      : []),
    ...new Set(failures.map((failure) => failure.split("\n", 1)[0])),
  ];
}

function columnsOf(
  { metric, higherIsBetter, rungs, best, trials }: SearchRecord,
  settings: readonly string[],
  rows: readonly TableRow[],
): Column[] {
  const has = (key: string): boolean => rows.some((row) => row[key] !== undefined);
  // Where an earlier rung has the highest value, a mark for it would contradict the choice.
  const means = trials.flatMap(({ value }) => (value === undefined ? [] : [value.mean]));
  const top = higherIsBetter ? Math.max(...means) : Math.min(...means);
  const marked = trials[best].value?.mean === top;
  return [
    { key: "candidate", title: "Trial", digits: "count" },
    {
      key: metric,
      title: metricTitle(metric),
      digits: 4,
      ...(marked ? { best: higherIsBetter ? ("high" as const) : ("low" as const) } : {}),
    },
    ...settings.map((key): Column => ({ key, digits: settingDigits(rows, key) })),
    ...(rungs.length > 1 ? [{ key: "learnt", title: "Learnt with" }] : []),
    ...(has("epochs") ? [{ key: "epochs", title: "Epochs", digits: "count" as const }] : []),
    { key: "seconds", title: "Fit", unit: "s", digits: 2 },
    ...(has("failure") ? [{ key: "failure", title: "Failure" }] : []),
  ];
}

/** Decimals that tell the smallest value of a setting from 0, up to six. */
function settingDigits(rows: readonly TableRow[], key: string): number | "count" {
  const values = rows.map((row) => row[key]).filter((cell) => typeof cell === "number");
  if (values.every((value) => Number.isInteger(value))) return "count";
  const sizes = values.map(Math.abs).filter((size) => size > 0);
  return Math.min(6, Math.max(2, 2 - Math.floor(Math.log10(Math.min(...sizes)))));
}
