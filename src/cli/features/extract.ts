import { Command, InvalidArgumentError, Option } from "commander";
import { loadDataset } from "../../data/read/load-dataset.js";
import { extractToStore } from "../../features/extract/extract-features.js";
import type { ExtractFeaturesOptions } from "../../features/extract/options.js";
import { textFields, textOfFields } from "../../features/extract/text-of.js";
import { presetEntry } from "../../features/registry.js";
import type { StoredSet } from "../../features/store/stored-set.js";
import { formatCount, formatSeconds, formatShare } from "../../report/show/format.js";
import { listOption } from "../support/options.js";
import { printJson, printLine, withTerminalProgress } from "../support/output.js";
import {
  addOpenOptions,
  addStoreOptions,
  countStates,
  extractorOptions,
  shareWithVector,
  storeOf,
  summaryOf,
  type OpenOptions,
  type StoreOptions,
} from "./support.js";

interface ExtractOptions extends StoreOptions, OpenOptions {
  readonly text?: string[];
  readonly dtype: "float32" | "float16";
  readonly retry?: boolean;
}

const example = `
Example:
  $ moviola features extract demo palette
  $ moviola features extract ml-1m tfidf-lsa --text text
  $ moviola features extract ml-1m mobilenet-v2 --device cpu --dtype float16

What is there already is not extracted again; after an interruption the same command goes on where it was.`;

/** `moviola features extract`: vectors of a data set's texts or posters, into the store. */
export function extractCommand(): Command {
  const command = new Command("extract")
    .description("extract features of a data set's texts or posters")
    .argument("<dataset>", "a data set such as demo or ml-1m, or a folder")
    .argument("<preset>", "how; `moviola features list` shows the presets")
    .option(
      "--text <fields>",
      `fields that an item's text is made of: ${textFields.join(", ")} (default: title,text)`,
      fieldsOption,
    )
    .addOption(
      new Option("--dtype <type>", "precision of the stored numbers")
        .choices(["float32", "float16"])
        .default("float32"),
    )
    .option("--retry", "try again the items that are without a vector")
    .addHelpText("after", example)
    .action(extract);
  return addStoreOptions(addOpenOptions(command));
}

function fieldsOption(text: string): string[] {
  const fields = listOption(text);
  if (fields.every((field) => textFields.includes(field))) return fields;
  throw new InvalidArgumentError(`expected some of ${textFields.join(", ")} with commas between.`);
}

async function extract(name: string, preset: string, options: ExtractOptions): Promise<void> {
  const entry = presetEntry(preset);
  const store = storeOf(options);
  const dataset = await loadDataset(name);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    const json = options.json === true;
    const title = `extract ${preset}`;
    const set = await withTerminalProgress(title, json, (onProgress) => {
      const settings: ExtractFeaturesOptions = {
        ...extractorOptions(options),
        ...{ store, signal: stop.signal, dtype: options.dtype },
        retryFailed: options.retry === true,
        ...(options.text === undefined ? {} : { textOf: textOfFields(options.text) }),
        ...(onProgress === undefined ? {} : { onProgress }),
      };
      return extractToStore(dataset, entry, settings);
    });
    if (json) printJson({ ...summaryOf(set), folder: store.folderOf(set.id) });
    else print(set, store.folderOf(set.id));
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

function print(set: StoredSet, folder: string): void {
  const { id, manifest, preset, deviceReason } = set;
  const { dataset, nItems, dim, dtype, device, seconds } = manifest;
  const invented = dataset.invented ? " (invented)" : "";
  const reason = deviceReason === undefined ? "" : ` (${deviceReason})`;
  printLine(`${id}  ${preset.id} of ${dataset.name}${invented}`);
  printLine(
    `${formatCount(nItems)} items x ${formatCount(dim)} numbers, ${dtype}, ${formatShare(shareWithVector(set))} with a vector`,
  );
  const states = countStates(set).map(([state, count]) => `${formatCount(count)} ${state}`);
  printLine(`states: ${states.join(", ")}`);
  printLine(`device: ${device}${reason}, ${formatSeconds(seconds)}`);
  printLine(`folder: ${folder}`);
  printLine(`Next: moviola features show ${id.slice(0, 8)}`);
}
