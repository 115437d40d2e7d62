import { Command, Option } from "commander";
import { MoviolaError } from "../common/errors.js";
import { compareRuns } from "../experiment/compare/compare-runs.js";
import type { BaselineEffect, Comparison } from "../experiment/compare/comparison.js";
import type { RunRecord } from "../experiment/run-record.js";
import type { RunStore } from "../experiment/store/run-store.js";
import type { StoredRun } from "../experiment/store/stored-run.js";
import { printRun } from "./support/describe-run.js";
import { openStore } from "./support/open-store.js";
import { listOption } from "./support/options.js";
import { printJson, printLine, printTable } from "./support/output.js";

interface RunsOptions {
  readonly store?: string;
  readonly json?: boolean;
}

interface ListOptions extends RunsOptions {
  readonly model?: string;
  readonly data?: string;
  readonly task?: "ranking" | "rating";
}

interface CompareOptions extends RunsOptions {
  readonly metrics?: string[];
  readonly baseline?: string;
}

/** `moviola runs list | show | compare`: what the run store holds. */
export function runsCommand(): Command {
  const command = new Command("runs").description("list, show and compare stored runs");
  addCommon(command.command("list").description("list the runs, oldest first"))
    .option("--model <id>", "only runs of this model")
    .option("--data <name>", "only runs on this data set")
    .addOption(new Option("--task <task>", "only this task").choices(["ranking", "rating"]))
    .addHelpText("after", "\nExample:\n  $ moviola runs list --model item-knn")
    .action(list);
  addCommon(command.command("show <id>").description("show one run with its manifest"))
    .addHelpText("after", "\nExample:\n  $ moviola runs show 0123456789abcdef --json")
    .action(show);
  addCommon(command.command("compare <id...>").description("compare runs on the same data"))
    .option("--metrics <names>", "full names such as ndcg@10,recall@20", listOption)
    .option("--baseline <model>", "model that effects are against")
    .addHelpText("after", "\nExample:\n  $ moviola runs compare 0123456789abcdef fedcba9876543210")
    .action(compare);
  return command;
}

function addCommon(command: Command): Command {
  return command
    .option("--store <folder>", "run store (default: MOVIOLA_RUNS, else .moviola/runs)")
    .option("--json", "print JSON");
}

async function list(options: ListOptions): Promise<void> {
  const { model, data, task } = options;
  const records = await (
    await openStore(options)
  ).list({
    ...(model === undefined ? {} : { model }),
    ...(data === undefined ? {} : { dataset: data }),
    ...(task === undefined ? {} : { task }),
  });
  if (options.json === true) printJson(records);
  else if (records.length > 0) {
    const keys = Object.keys(summary(records[0]));
    printTable(records.map(summary), { columns: keys.map((key) => ({ key, digits: 4 })) });
  } else if (model !== undefined || data !== undefined || task !== undefined) {
    printLine("No run matches; `moviola runs list` lists them all.");
  } else printLine("No runs here yet: `moviola evaluate` makes one.");
}

function summary(record: RunRecord): Record<string, string | number> {
  const { manifest, metrics } = record;
  const [name, estimate] = Object.entries(metrics)[0];
  return {
    run: record.id,
    data: manifest.dataset.name,
    split: manifest.split.name,
    model: manifest.model.id,
    seed: String(manifest.seed),
    metric: name,
    value: estimate.mean,
    started: record.startedAt.slice(0, 19).replace("T", " "),
  };
}

async function show(id: string, options: RunsOptions): Promise<void> {
  const { record } = await readStored(await openStore(options), id);
  if (options.json === true) {
    printJson(record);
    return;
  }
  printRun(record, true);
  printLine();
  printLine(JSON.stringify(record.manifest, null, 2));
}

async function compare(ids: readonly string[], options: CompareOptions): Promise<void> {
  const store = await openStore(options);
  const runs: StoredRun[] = [];
  for (const id of ids) runs.push(await readStored(store, id));
  const comparison = compareRuns(runs, {
    ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
    ...(options.baseline === undefined ? {} : { baseline: options.baseline }),
  });
  if (options.json === true) printJson(comparison);
  else printComparison(comparison);
}

/** A line a metric and a column a model: a terminal is too narrow for a column a metric. */
function printComparison(comparison: Comparison): void {
  const { metrics, rows, convention, warnings, baseline = "" } = comparison;
  const lines = metrics.map(({ name }) => {
    const cells = rows.map(({ label, cells }) => {
      const { estimate, letters } = cells[name];
      return [label, { ...estimate, letters }] as const;
    });
    return { metric: name, ...Object.fromEntries(cells) };
  });
  const columns = ["metric", ...rows.map(({ label }) => label)];
  printTable(lines, { columns: columns.map((key) => ({ key, digits: 4 })) });
  printLine();
  printLine(convention);
  for (const { label, cells } of rows) {
    const effects = metrics.flatMap(({ name }) => {
      const effect = cells[name].effect;
      return effect === undefined ? [] : [{ metric: name, ...effect }];
    });
    if (effects.length > 0) printEffects(`${label} against ${baseline}`, effects);
  }
  for (const warning of warnings) printLine(`warning: ${warning}`);
}

function printEffects(
  title: string,
  effects: readonly ({ metric: string } & BaselineEffect)[],
): void {
  printLine();
  printLine(`${title}:`);
  const rows = effects.map(({ metric, difference: mean, low, high, relative, pValue }) => ({
    metric,
    difference: { mean, low, high },
    "relative (%)": 100 * relative,
    "p (Holm)": pValue,
  }));
  const keys = ["metric", "difference", "relative (%)", "p (Holm)"];
  printTable(rows, {
    columns: keys.map((key) => ({ key, digits: key === "relative (%)" ? 1 : 4 })),
  });
}

async function readStored(store: RunStore, id: string): Promise<StoredRun> {
  const run = await store.read(id);
  if (run !== undefined) return run;
  throw new MoviolaError("E_RUN_MISSING", "There is no such run in the store", {
    where: store.directory,
    expected: "the id of a stored run",
    got: id,
    remedy: "`moviola runs list` lists the runs with their ids",
  });
}
