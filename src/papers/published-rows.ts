/** A paper's printed numbers beside what runs gave. */
import { compareRuns } from "../experiment/compare/compare-runs.js";
import type { StoredRun } from "../experiment/store/stored-run.js";
import { candidatesOf, chooseOne } from "./choose-runs.js";
import { dataChoices, firstOf } from "./data-choice.js";
import { runsOfModel } from "./match-runs.js";
import { numbersOf, type PaperNumber } from "./numbers.js";
import { paperError } from "./paper-error.js";
import type { Paper, ProtocolName } from "./paper.js";

/** What runs gave for a printed number: the mean with its 95 % interval over users or ratings. */
export interface MeasuredNumber {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Name of the data set that was measured. */
  readonly data: string;
  /** True when that is not the paper's own. */
  readonly isStandIn: boolean;
  readonly nRuns: number;
  readonly runIds: readonly string[];
}

/** One printed number, and what runs gave for it. */
export interface PublishedNumber {
  /** `table/row/column`. */
  readonly id: string;
  /** The model as the paper's file names it; the row's title where the row is of no model. */
  readonly model: string;
  /** Title of the column. */
  readonly column: string;
  readonly metric: string;
  /** Title of the data set. */
  readonly data: string;
  readonly published: number;
  readonly printed?: string;
  /** Absent when there is no run. */
  readonly faithful?: MeasuredNumber;
  readonly corrected?: MeasuredNumber;
}

/** Which numbers {@link publishedRows} takes; default all. */
export interface PublishedOptions {
  /** Ids of rows. */
  readonly rows?: readonly string[];
  /** Ids of columns. */
  readonly columns?: readonly string[];
  readonly metric?: string;
  /** Id of a data set of the file. */
  readonly data?: string;
}

/**
 * The numbers of one table of a paper beside runs of the same model, metric and data: of the configurations that match, the
 * one on most splits and runs, then the best by the metric. Runs on validation, and on invented data, are left out.
 * Numbers that are of no model are left out, since no run gives them. Throws `E_PAPER_FILE` for a table that
 * the paper has not.
 */
export function publishedRows(
  paper: Paper,
  table: string,
  runs: readonly StoredRun[],
  options: PublishedOptions = {},
): PublishedNumber[] {
  if (!paper.tables.some(({ id }) => id === table)) {
    const known = paper.tables.map(({ id }) => id).join(", ");
    throw paperError(`papers/${paper.key}.json`, ["tables"], `one of ${known}`, `"${table}"`, {
      remedy: "Use the id of one of the paper's tables",
    });
  }
  const tested = runs.filter(({ record: { manifest } }) => {
    return manifest.protocol.part === "test" && !manifest.dataset.invented;
  });
  return numbersOf(paper)
    .filter((number) => isAsked(number, table, options))
    .map((number) => numberBesideRuns(paper, number, tested));
}

function isAsked(
  { id, metric, model, data }: PaperNumber,
  table: string,
  options: PublishedOptions,
): boolean {
  const [ofTable, row, column] = id.split("/");
  return (
    ofTable === table &&
    model !== undefined &&
    data !== undefined &&
    (options.rows?.includes(row) ?? true) &&
    (options.columns?.includes(column) ?? true) &&
    (options.metric ?? metric) === metric &&
    (options.data ?? data) === data
  );
}

function numberBesideRuns(
  paper: Paper,
  number: PaperNumber,
  runs: readonly StoredRun[],
): PublishedNumber {
  const faithful = measured(paper, number, "faithful", runs);
  const corrected = measured(paper, number, "corrected", runs);
  return {
    id: number.id,
    model: paper.models[number.model!].title,
    column: number.column,
    metric: number.metric,
    data: paper.datasets[number.data!].title,
    published: number.value,
    ...(number.printed === undefined ? {} : { printed: number.printed }),
    ...(faithful === undefined ? {} : { faithful }),
    ...(corrected === undefined ? {} : { corrected }),
  };
}

function measured(
  paper: Paper,
  { model, data, metric }: PaperNumber,
  protocol: ProtocolName,
  runs: readonly StoredRun[],
): MeasuredNumber | undefined {
  const found = firstOf(dataChoices(paper, data!, runs), (choice) => {
    const ofModel = runsOfModel(paper, model!, protocol, choice.runs);
    return chooseOne(candidatesOf(ofModel, metric), metric)?.chosen;
  });
  if (found === undefined) return undefined;
  const chosen = found.result.runs;
  const { estimate } = compareRuns(chosen, { metrics: [metric] }).rows[0].cells[metric];
  const { mean, low, high } = estimate;
  const runIds = chosen.map(({ record }) => record.id).sort();
  const isStandIn = found.data.standsFor !== undefined;
  return { mean, low, high, data: found.data.name, isStandIn, nRuns: runIds.length, runIds };
}
