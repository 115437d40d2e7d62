import { metricTitle } from "../metric-title.js";
import { table, type Table } from "../table/table.js";
import type { Column, TableRow } from "../table/column.js";
import type { FloorValue, OurValue, PublishedRow } from "./published.js";

/** Settings of {@link againstPaper}. */
export interface AgainstPaperOptions {
  readonly caption?: string;
  /** File name of the downloads; default `against-paper`. */
  readonly name?: string;
  /** Decimals; default 4. */
  readonly digits?: number;
  /** Sanity floors, below the paper's rows. */
  readonly floors?: readonly FloorValue[];
  /** What stands where there is no run; default `no run`. */
  readonly missing?: string;
}

/**
 * The paper's numbers beside ours, a row a number: published, faithful and corrected with 95 % intervals, and how far
 * the faithful value is from the published one. A number without a run says so.
 */
export function againstPaper(
  rows: readonly PublishedRow[],
  options: AgainstPaperOptions = {},
): Table {
  const { digits = 4, name = "against-paper", floors = [], missing = "no run" } = options;
  const hasColumns = new Set(rows.map(({ column }) => column)).size > 1;
  const hasMetrics = new Set(rows.map(({ metric }) => metric)).size > 1;
  const columns: Column[] = [
    { key: "model", title: "Model" },
    ...(hasColumns ? [{ key: "column", title: "Column" }] : []),
    ...(hasMetrics ? [{ key: "metric", title: "Metric" }] : []),
    { key: "published", title: "Published", digits },
    { key: "faithful", title: "Ours, faithful", digits },
    { key: "off", title: "Faithful less published", digits },
    { key: "corrected", title: "Ours, corrected", digits },
    { key: "runs", title: "Runs", digits: "count" },
  ];
  const floorRows = floors.map(({ model, value }): TableRow => ({ model, faithful: value }));
  const floorNames = new Set(floors.map(({ model }) => model));
  return table([...rows.map((row) => tableRow(row, missing)), ...floorRows], {
    columns,
    name,
    isFloor: ({ model, published }) =>
      published === undefined && typeof model === "string" && floorNames.has(model),
    notes: notesOf(rows),
    ...(options.caption === undefined ? {} : { caption: options.caption }),
  });
}

function tableRow(row: PublishedRow, missing: string): TableRow {
  const { model, column, metric, published, faithful, corrected } = row;
  return {
    model,
    column,
    metric: metricTitle(metric),
    published,
    faithful: faithful === undefined ? missing : { ...faithful, metric },
    off: faithful === undefined ? undefined : faithful.mean - published,
    corrected: corrected === undefined ? missing : { ...corrected, metric },
    runs: (faithful?.nRuns ?? 0) + (corrected?.nRuns ?? 0),
  };
}

/** Which data stand in, once for each pair. */
function notesOf(rows: readonly PublishedRow[]): string[] {
  const ours = (row: PublishedRow): OurValue[] =>
    [row.faithful, row.corrected].filter((value) => value !== undefined);
  const standIns = rows.flatMap((row) =>
    ours(row)
      .filter(({ isStandIn }) => isStandIn)
      .map(({ data }) => `${data} stands in for ${row.data}`),
  );
  const notes = [...new Set(standIns)];
  return [
    "Ours with 95 % intervals over users or ratings, pooled over seeds.",
    ...(notes.length === 0
      ? []
      : [`${notes.join("; ")}: its numbers are not expected to equal the published ones.`]),
  ];
}
