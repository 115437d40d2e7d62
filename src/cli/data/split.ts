import { Command } from "commander";
import { join, relative } from "node:path";
import type { Dataset } from "../../data/dataset.js";
import { positivesByThreshold } from "../../data/filter/index.js";
import { loadDataset } from "../../data/read/load-dataset.js";
import { describeSplits, makeSplit } from "../../data/split/index.js";
import type { Split } from "../../data/split/split.js";
import { exportSplit, type SplitFile } from "../../experiment/export-split.js";
import { addReadOptions, addSeed, type ReadOptions } from "../support/evaluation-options.js";
import { checkOutputs } from "../support/output-files.js";
import { printJson, printLine, printTable } from "../support/output.js";
import { splitSettings } from "../support/options.js";

interface SplitOptions extends ReadOptions {
  readonly recipe: string;
  readonly set?: string[];
  readonly seed: number;
  readonly out: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const example = `
Example:
  $ moviola data split demo --recipe per-user-random --threshold 4 --out split
  $ moviola data split demo --recipe k-fold --set folds=5 fold=2 --seed 7 --out fold-2
  $ moviola evaluate item-knn --train split/train.tsv --valid split/valid.tsv --test split/test.tsv
`;

/** `moviola data split`: writes the parts of a data set to files that any tool can work on. */
export function splitCommand(): Command {
  const command = new Command("split")
    .description("split a data set into train.tsv, valid.tsv and test.tsv")
    .argument("<name-or-path>", "a data set such as demo or ml-100k, or a folder or file")
    .requiredOption("--recipe <name>", "how rows are held out, see below; required")
    .requiredOption("--out <folder>", "folder for the files, made if need be; required")
    .addHelpText("after", `${example}\n${recipesText()}`)
    .action(split);
  addReadOptions(command).option("--set <key=value...>", "settings of the recipe, see below");
  return addSeed(command, "the recipe")
    .option("--force", "replace the files of an earlier split in the folder")
    .option("--json", "print one JSON object");
}

function recipesText(): string {
  const lines = describeSplits().map(({ name, summary, settings }) => {
    const words = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
    return `  ${name.padEnd(21)} ${summary}${words.length === 0 ? "" : `: ${words.join(" ")}`}`;
  });
  const note = "With one of train, valid and test set, those left out are 0.";
  return ["Recipes with their settings:", ...lines, note].join("\n");
}

async function split(nameOrPath: string, options: SplitOptions): Promise<void> {
  const { recipe, threshold, columns, seed, out } = options;
  const settings = splitSettings(recipe, options.set);
  await checkOutputs({ folders: { "--out": out } });
  const loaded = await loadDataset(nameOrPath, {
    texts: false,
    posters: false,
    ...(columns === undefined ? {} : { table: { columns } }),
  });
  const dataset = threshold === undefined ? loaded : positivesByThreshold(loaded, threshold);
  const made = makeSplit(dataset, { ...settings, name: recipe, seed });
  const files = await exportSplit(dataset, made, out, { overwrite: options.force === true });
  if (options.json === true) printJson(asJson(dataset, made, files));
  else print(dataset, made, files, options);
}

function asJson(dataset: Dataset, made: Split, files: readonly SplitFile[]): object {
  const { recipe, hash, datasetHash, nDropped } = made;
  const { name, invented } = dataset;
  return { data: name, invented, recipe, files, nDropped, hash, datasetHash };
}

function print(
  dataset: Dataset,
  made: Split,
  files: readonly SplitFile[],
  options: SplitOptions,
): void {
  const { name, seed, settings } = made.recipe;
  const words = Object.entries(settings).map(([key, value]) => `${key}=${value}`);
  const invented = dataset.invented ? " (invented)" : "";
  const rows = options.threshold === undefined ? "" : `, rows rated at least ${options.threshold}`;
  printLine(`${dataset.name}${invented}${rows}: ${[name, ...words].join(" ")}, seed ${seed}`);
  printLine();
  const shown = files.map((file) => ({ ...file, path: relative(".", file.path) }));
  const counts = ["rows", "users", "items"].map((key) => ({ key, digits: "count" as const }));
  const columns = [{ key: "part" }, ...counts, { key: "path", title: "file" }];
  printTable(
    shown.map((file) => ({ ...file })),
    { columns },
  );
  printLine();
  if (made.nDropped > 0) printLine(`${made.nDropped} rows are in no part.`);
  const flags = shown.map(({ part, path }) => `--${part} ${path}`).join(" ");
  const model = options.threshold === undefined ? "bias" : "item-knn";
  printLine(`split.json in ${relative(".", join(options.out)) || "."} says how it was made. Next:`);
  printLine(`  moviola evaluate ${model} ${flags}`);
}
