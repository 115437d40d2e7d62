import type { SweepPlan } from "../../experiment/sweep/expand-sweep.js";
import type { SweepResult } from "../../experiment/sweep/run-sweep.js";
import type { SeedSummary, SweepRow } from "../../experiment/sweep/summarise-sweep.js";
import type { UnitState } from "../../experiment/sweep/unit-notes.js";
import type { UnitOutcome } from "../../experiment/sweep/run-batch.js";
import { formatNumber } from "../../report/show/format.js";
import { cellText } from "../../report/show/table/cell.js";
import type { TableRow } from "../../report/show/table/column.js";
import { printJson, printLine, printTable } from "./output.js";
import { counted } from "./words.js";

/** Prints units with where they stand. */
export function printUnits(
  plan: SweepPlan,
  states: ReadonlyMap<string, UnitState>,
  asJson: boolean,
): void {
  if (asJson) {
    printJson({ units: unitsAsJson(plan, states) });
    return;
  }
  const rows = [...states].map(([id, state]): TableRow => {
    const { dataset, split, model } = placeOf(plan, id);
    const seed = String(plan.units.get(id)!.seed);
    const run = state.state === "done" ? state.record.id : undefined;
    return { unit: id, state: state.state, data: dataset, split, model, seed, run };
  });
  printCompact(rows);
  const count = (state: UnitState["state"]): number =>
    [...states.values()].filter((one) => one.state === state).length;
  const counts = (["done", "to do", "failed"] as const).map((state) => `${count(state)} ${state}`);
  printLine(`${counted(states.size, "unit")}: ${counts.join(", ")}`);
}

/** Prints the table of a sweep, and what failed. */
export function printSweep(plan: SweepPlan, result: SweepResult, asJson: boolean): void {
  const { outcomes, rows } = result;
  if (asJson) {
    printJson({ units: unitsAsJson(plan, outcomes), rows });
    return;
  }
  const all = [...new Set(rows.flatMap(({ metrics }) => Object.keys(metrics)))];
  const shown = mainMetrics(all);
  printCompact(rows.map((row) => tableRow(row, shown)));
  printLine();
  printLine("Means over the seeds ± standard deviation (n - 1); runs: done of asked for.");
  if (isInvented(result)) printLine("Data of the demo set are invented.");
  if (shown.length < all.length) printLine(`--json has all ${all.length} metrics.`);
  const failed = [...outcomes].flatMap(([id, outcome]) =>
    outcome.state === "failed" ? [{ id, failure: outcome.failure }] : [],
  );
  if (failed.length === 0) return;
  printLine();
  printLine(`Failed: ${failed.length} of ${counted(outcomes.size, "unit")}`);
  for (const { id, failure } of failed) {
    const { dataset, model } = placeOf(plan, id);
    printLine(`  unit ${id}: ${model} on ${dataset}, seed ${plan.units.get(id)!.seed}`);
    printLine(failure.message.replace(/^/gm, "    "));
  }
}

/** A table without the columns that say the same in every row: they stand above it. */
function printCompact(rows: readonly TableRow[]): void {
  const keys = Object.keys(rows[0] ?? {});
  const isShared = (key: string): boolean =>
    ["data", "split"].includes(key) && rows.every((row) => row[key] === rows[0][key]);
  const shared = keys.filter(isShared);
  for (const key of shared) printLine(`${key}: ${cellText(rows[0][key], 0)}`);
  if (shared.length > 0) printLine();
  const columns = keys.filter((key) => !isShared(key)).map((key) => ({ key }));
  if (rows.length > 0) printTable(rows, { columns });
}

function tableRow(row: SweepRow, metrics: readonly string[]): TableRow {
  const cells = metrics.map((name) => [name, summaryText(row.metrics[name])] as const);
  const runs = `${row.runIds.length}/${row.nUnits}`;
  const { dataset, split, model } = row;
  return { data: dataset, split, model, runs, ...Object.fromEntries(cells) };
}

function isInvented({ outcomes }: SweepResult): boolean {
  return [...outcomes.values()].some(
    (outcome) => outcome.state === "done" && outcome.record.manifest.dataset.invented,
  );
}

function summaryText(summary: SeedSummary | undefined): string | undefined {
  if (summary === undefined) return undefined;
  const { mean, deviation } = summary;
  const spread = deviation === undefined ? "" : ` ± ${formatNumber(deviation, 4)}`;
  return `${formatNumber(mean, 4)}${spread}`;
}

/** A terminal has room for four: of each metric the length 10, else its first. */
function mainMetrics(names: readonly string[]): string[] {
  const bases = [...new Set(names.map((name) => name.split("@", 1)[0]))];
  const chosen = bases.map((base) => {
    const own = names.filter((name) => name.split("@", 1)[0] === base);
    return own.find((name) => name.endsWith("@10")) ?? own[0];
  });
  return names.length <= 4 ? [...names] : chosen.slice(0, 4);
}

/** The first row of the plan that has the unit. */
function placeOf(plan: SweepPlan, id: string): SweepPlan["rows"][number] {
  return plan.rows.find(({ units }) => units.includes(id))!;
}

function unitsAsJson(
  plan: SweepPlan,
  states: ReadonlyMap<string, UnitState | UnitOutcome>,
): Record<string, unknown>[] {
  return [...states].map(([id, found]) => {
    const { dataset, split, model: label } = placeOf(plan, id);
    return {
      id,
      state: found.state,
      dataset,
      split,
      label,
      unit: plan.units.get(id),
      ...(found.state === "done" ? { runId: found.record.id } : {}),
      ...("fromStore" in found ? { fromStore: found.fromStore } : {}),
      ...(found.state === "failed" ? { failure: found.failure } : {}),
    };
  });
}
