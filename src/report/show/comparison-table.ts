import type { Comparison, ComparisonRow } from "../../experiment/compare/comparison.js";
import { metricTitle } from "./metric-title.js";
import { warningSentences } from "./run-warnings.js";
import { table, type Table } from "./table/table.js";
import type { Column, TableRow } from "./table/column.js";

/** Settings of {@link comparisonTable}. */
export interface ComparisonTableOptions {
  readonly caption?: string;
  /** File name of the downloads; default `comparison`. */
  readonly name?: string;
  /** Which of the comparison's metrics, in which order; default all. */
  readonly metrics?: readonly string[];
  /** Decimals; default 4. */
  readonly digits?: number;
}

/**
 * A comparison as a table: models with intervals and letters, best and second best marked, sanity
 * floors muted; below it the convention, the floors that are missing and what the runs warned of.
 */
export function comparisonTable(
  comparison: Comparison,
  options: ComparisonTableOptions = {},
): Table {
  const { digits = 4, name = "comparison" } = options;
  const wanted = options.metrics ?? comparison.metrics.map((metric) => metric.name);
  const shown = wanted.flatMap((id) => comparison.metrics.filter((metric) => metric.name === id));
  const columns: Column[] = [
    { key: "model", title: "Model" },
    ...shown.map(({ name: metric, higherIsBetter }): Column => ({
      key: metric,
      title: metricTitle(metric),
      digits,
      best: higherIsBetter ? "high" : "low",
    })),
    { key: "runs", title: "Runs", digits: "count" },
  ];
  const rows = comparison.rows.map((row) => tableRow(row, wanted));
  const floors = new Set(comparison.rows.filter((row) => row.floor).map((row) => row.label));
  return table(rows, {
    columns,
    name,
    isFloor: ({ model }) => typeof model === "string" && floors.has(model),
    notes: [comparison.convention, ...warningSentences(comparison.warnings)],
    ...(options.caption === undefined ? {} : { caption: options.caption }),
  });
}

function tableRow(row: ComparisonRow, metrics: readonly string[]): TableRow {
  const cells = metrics.map((metric) => {
    const { estimate, letters } = row.cells[metric];
    const { mean, low, high } = estimate;
    return [metric, { mean, low, high, letters, metric, runIds: row.runIds }] as const;
  });
  return { model: row.label, ...Object.fromEntries(cells), runs: row.runIds.length };
}
