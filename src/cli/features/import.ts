import { Command, Option } from "commander";
import { loadDataset } from "../../data/read/load-dataset.js";
import { importFeatures, type FeatureFormat } from "../../features/exchange/import-features.js";
import type { Modality } from "../../features/contract.js";
import { formatCount } from "../../report/show/format.js";
import { printJson, printLine } from "../support/output.js";
import { addStoreOptions, countStates, storeOf, summaryOf, type StoreOptions } from "./support.js";

interface ImportOptions extends StoreOptions {
  readonly format?: FeatureFormat;
  readonly modality?: Modality;
  readonly name?: string;
  readonly ids?: string;
  readonly licence?: string;
}

const example = `
Example:
  $ moviola features import demo vectors.npy --ids vectors.ids.txt --modality image --name my-encoder
  $ moviola features import tiktok path/to/tiktok --modality audio

Formats: npy (a matrix and a list of ids, or rows in the items' order), parquet (item_id and vector),
mmrec (a folder with image_feat.npy, text_feat.npy), ducho (a folder with <item>.npy). Default: by the path.`;

/** `moviola features import`: takes over features of another tool. */
export function importCommand(): Command {
  const command = new Command("import")
    .description("take over features that another tool made")
    .argument("<dataset>", "the data set whose items they are of")
    .argument("<path>", "a file or folder")
    .addOption(
      new Option("--format <format>", "how they are kept").choices([
        ...["npy", "parquet", "mmrec", "ducho"],
      ]),
    )
    .addOption(
      new Option("--modality <modality>", "what they were made from").choices([
        ...["image", "text", "audio"],
      ]),
    )
    .option("--name <name>", "name in place of a preset's (default: imported-<file>)")
    .option("--ids <file>", "npy: ids of the rows: lines, a JSON array, or .npy")
    .option("--licence <terms>", "terms of use, for the manifest")
    .addHelpText("after", example)
    .action(importSet);
  return addStoreOptions(command);
}

async function importSet(name: string, path: string, options: ImportOptions): Promise<void> {
  const { json, store: _store, ...settings } = options;
  const store = storeOf(options);
  const set = await importFeatures(await loadDataset(name), path, { ...settings, store });
  if (json === true) {
    printJson({ ...summaryOf(set), folder: store.folderOf(set.id) });
    return;
  }
  const states = countStates(set).map(([state, count]) => `${formatCount(count)} ${state}`);
  printLine(`${set.id}  ${set.preset.id} of ${set.manifest.dataset.name}`);
  printLine(
    `${formatCount(set.nItems)} items x ${formatCount(set.dim)} numbers: ${states.join(", ")}`,
  );
}
