import { resolve } from "node:path";
import { Command } from "commander";
import { loadDemo } from "../../data/demo/index.js";
import {
  getDataset,
  loadRegistry,
  registryEntry,
  type GetResult,
  type RegistryEntry,
} from "../../data/download/index.js";
import { dataRoots, findDataset } from "../../data/read/index.js";
import { printJson, printLine, withTerminalProgress } from "../support/output.js";
import { formatBytes } from "./format-bytes.js";

interface GetSettings {
  readonly to?: string;
  readonly acceptUnverified?: boolean;
  readonly force?: boolean;
  readonly keepArchive?: boolean;
  readonly registry?: string;
  readonly json?: boolean;
}

/** `moviola data get <name>`: fetches, checks and unpacks one data set of the registry. */
export function getCommand(): Command {
  return new Command("get")
    .description("fetch a data set, check its hash and unpack it")
    .argument("<name>", "name of a data set, or `demo` to draw the invented one")
    .option("--to <folder>", "data root to put it in (default: the first of those looked in)")
    .option("--force", "fetch again what is there already")
    .option("--keep-archive", "keep the archive under downloads/")
    .option("--accept-unverified", "take an archive whose hash the registry does not know")
    .option("--registry <file>", "a registry of your own, such as for a mirror")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  $ moviola data get ml-100k")
    .action(get);
}

async function get(name: string, settings: GetSettings): Promise<void> {
  const json = settings.json === true;
  if (name === "demo") return getDemo(json);
  const entry = registryEntry(await loadRegistry(settings.registry), name);
  const elsewhere = settings.to === undefined ? await findDataset(name) : undefined;
  const result: GetResult =
    elsewhere !== undefined && settings.force !== true
      ? { name, folder: elsewhere.path, fetched: false }
      : await fetchEntry(entry, settings);
  if (json) {
    printJson({ ...result, licence: entry.licence, terms: entry.terms });
    return;
  }
  printResult(entry, result);
}

async function fetchEntry(entry: RegistryEntry, settings: GetSettings): Promise<GetResult> {
  const { force, keepArchive, acceptUnverified, json = false } = settings;
  const root = resolve(settings.to ?? dataRoots()[0]);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once("SIGINT", onInterrupt);
  try {
    return await withTerminalProgress(`download ${entry.name}`, json, (onProgress) =>
      getDataset(entry, {
        root,
        signal: stop.signal,
        ...(force === undefined ? {} : { force }),
        ...(keepArchive === undefined ? {} : { keepArchive }),
        ...(acceptUnverified === undefined ? {} : { acceptUnverified }),
        ...(onProgress === undefined ? {} : { onProgress }),
      }),
    );
  } finally {
    process.off("SIGINT", onInterrupt);
  }
}

function printResult(entry: RegistryEntry, { fetched, folder, archive }: GetResult): void {
  if (!fetched) printLine(`${entry.title} is there already: ${folder}`);
  else printLine(`${entry.title} is now in ${folder}`);
  if (archive !== undefined) {
    const check = archive.verified ? "as expected" : "NOT CHECKED, no hash is known";
    printLine(`archive: ${formatBytes(archive.bytes)}, sha256 ${archive.sha256} (${check})`);
  }
  printLine(`licence: ${entry.licence}`);
  printLine(`terms:   ${entry.terms}`);
}

async function getDemo(json: boolean): Promise<void> {
  const { dataset } = await withTerminalProgress("draw the demo set", json, (onProgress) =>
    loadDemo(onProgress === undefined ? {} : { onProgress }),
  );
  const poster = dataset.itemContent.find((content) => content.posterPath !== undefined);
  const folder = resolve(poster?.posterPath ?? ".", "../..");
  if (json) printJson({ name: "demo", folder, fetched: false, licence: dataset.licence });
  else printLine(`The demo set (invented) is in ${folder}`);
}
