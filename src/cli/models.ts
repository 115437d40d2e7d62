import { Command } from "commander";
import type { ModelEntry } from "../models/model-entry.js";
import { describeChoices } from "../models/search-space.js";
import { allModels, createModel, modelEntry } from "../models/registry.js";
import { modelsGetCommand } from "./models-get.js";
import { printJson, printLine, printTable } from "./support/output.js";

/** `moviola models [model]`, `moviola models get`: all models, or one with its settings; weights. */
export function modelsCommand(): Command {
  return new Command("models")
    .description("list the models, or the settings of one")
    .argument("[model]", "id of a model")
    .option("--json", "print JSON: a list, or one object for one model")
    .addHelpText("after", "\nExample:\n  $ moviola models\n  $ moviola models item-knn")
    .action(models)
    .addCommand(modelsGetCommand());
}

function models(id: string | undefined, options: { json?: boolean }): void {
  const entries = id === undefined ? allModels() : [modelEntry(id)];
  if (options.json === true) printJson(id === undefined ? entries.map(asJson) : asJson(entries[0]));
  else if (id === undefined) printAll(entries);
  else printOne(entries[0]);
}

function asJson(entry: ModelEntry): Record<string, unknown> {
  const { title, source, floor } = createModel(entry.id).describe();
  const { id, task, features = "none", defaults, searchSpace } = entry;
  return { id, title, task, floor, features, source, defaults, searchSpace };
}

function printAll(entries: readonly ModelEntry[]): void {
  printTable(entries.map(summary));
  printLine("`moviola models <model>` lists the settings of one, with values worth trying.");
}

function summary(entry: ModelEntry): Record<string, string> {
  const { title, floor } = createModel(entry.id).describe();
  return {
    model: entry.id,
    task: entry.task,
    features: entry.features ?? "",
    title: floor ? `${title} (floor)` : title,
    settings: String(Object.keys(entry.defaults).length),
  };
}

function printOne(entry: ModelEntry): void {
  const { title, source, floor } = createModel(entry.id).describe();
  printLine(`${entry.id}: ${title}${floor ? " (sanity floor)" : ""}`);
  printLine(`task: ${entry.task}`);
  if (entry.features !== undefined) {
    printLine(`features of items: ${entry.features}, given with --features NAME=FILE`);
  }
  printLine(`source: ${source}`);
  printLine();
  const settings = Object.entries(entry.defaults);
  if (settings.length === 0) printLine("It has no settings.");
  else {
    printTable(
      settings.map(([setting, standard]) => ({
        setting,
        default: String(standard),
        "worth trying": describeChoices(entry.searchSpace[setting] ?? []),
      })),
    );
  }
}
