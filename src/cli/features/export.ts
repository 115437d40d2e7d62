import { Command, Option } from "commander";
import { exportFeatures, type ExportedFile } from "../../features/exchange/export-features.js";
import type { FeatureFormat } from "../../features/exchange/import-features.js";
import { MoviolaError } from "../../common/errors.js";
import { formatCount } from "../../report/show/format.js";
import { checkOutputs } from "../support/output-files.js";
import { printJson, printLine } from "../support/output.js";
import { addStoreOptions, readStored, storeOf, type StoreOptions } from "./support.js";

interface ExportOptions extends StoreOptions {
  readonly format?: FeatureFormat;
}

const example = `
Example:
  $ moviola features export 0123abcd vectors.npy
  $ moviola features export 0123abcd mmrec-data --format mmrec

npy: a matrix of the items that have a vector, and .ids.txt beside it; parquet: item_id, state, remark, vector;
mmrec: <modality>_feat.npy for all items and i_id_mapping.csv; ducho: one <item>.npy an item.`;

/** `moviola features export`: writes a stored set for other tools. */
export function exportCommand(): Command {
  const formats = ["npy", "parquet", "mmrec", "ducho"];
  const command = new Command("export")
    .description("write a stored set for other tools")
    .argument("<id>", "id of a set, or its first digits")
    .argument("<path>", "a file (npy, parquet) or a folder (mmrec, ducho)")
    .addOption(new Option("--format <format>", "default: by the path's ending").choices(formats))
    .addHelpText("after", example)
    .action(exportSet);
  return addStoreOptions(command);
}

async function exportSet(id: string, path: string, options: ExportOptions): Promise<void> {
  const format = options.format ?? formatOf(path);
  const isFile = format === "npy" || format === "parquet";
  await checkOutputs(isFile ? { files: { path } } : { folders: { path } });
  const files = await exportFeatures(await readStored(storeOf(options), id), path, format);
  if (options.json === true) printJson({ format, files });
  else print(files);
}

function formatOf(path: string): FeatureFormat {
  if (path.endsWith(".npy")) return "npy";
  if (path.endsWith(".parquet")) return "parquet";
  throw new MoviolaError("E_CLI_INPUT", "The path does not say in which format to write", {
    where: path,
    expected: "a path that ends in .npy or .parquet, or --format",
    got: "neither",
    remedy: "Add --format mmrec or --format ducho for a folder",
  });
}

function print(files: readonly ExportedFile[]): void {
  for (const { path, rows } of files.slice(0, 5)) printLine(`${path}  ${formatCount(rows)} rows`);
  if (files.length > 5) printLine(`and ${formatCount(files.length - 5)} more files`);
}
