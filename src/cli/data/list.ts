import { Command } from "commander";
import { loadRegistry, type RegistryEntry } from "../../data/download/index.js";
import {
  dataRoots,
  findDataset,
  KNOWN_DATASETS,
  type FoundDataset,
  type KnownDataset,
} from "../../data/read/index.js";
import { printJson, printLine, printTable } from "../support/output.js";
import { formatBytes } from "./format-bytes.js";

/** One data set that Moviola knows of. */
interface ListedDataset {
  readonly name: string;
  readonly description: string;
  /** How it is got: `download`, `by hand`, `generated`, or `none` when only its layout is known. */
  readonly fetch: "download" | "by hand" | "generated" | "none";
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly licence: string | null;
  readonly terms: string | null;
  /** Where it is on this machine; null when it is not. */
  readonly found: { readonly path: string; readonly layout: string } | null;
}

/** `moviola data list`: every data set by name, how big, under which terms, and where it is. */
export function listCommand(): Command {
  return new Command("list")
    .description("list the known data sets and where they are on this machine")
    .option("--json", "print one JSON object")
    .addHelpText("after", "\nExample:\n  $ moviola data list")
    .action(async (options: { json?: boolean }) => {
      const datasets = await listedDatasets();
      const roots = dataRoots();
      if (options.json === true) printJson({ roots, datasets });
      else printListed(datasets, roots);
    });
}

async function listedDatasets(): Promise<ListedDataset[]> {
  const registry = await loadRegistry();
  const names = [
    ...registry.map((entry) => entry.name),
    ...KNOWN_DATASETS.map((known) => known.name),
  ];
  const listed = [...new Set(names)].map(async (name) =>
    describeListed(
      registry.find((entry) => entry.name === name),
      KNOWN_DATASETS.find((known) => known.name === name),
      await findDataset(name),
    ),
  );
  return [...(await Promise.all(listed)), demo];
}

const demo: ListedDataset = {
  name: "demo",
  description: "invented: 30,000 ratings of 400 films by 600 users, with plots and posters",
  fetch: "generated",
  bytes: null,
  sha256: null,
  licence: "free for any use",
  terms: null,
  found: null,
};

function describeListed(
  entry: RegistryEntry | undefined,
  known: KnownDataset | undefined,
  found: FoundDataset | undefined,
): ListedDataset {
  const byHand = entry?.manual === null ? "download" : "by hand";
  return {
    name: entry?.name ?? known?.name ?? "",
    description: known?.description ?? `${entry?.title ?? ""}: ${entry?.description ?? ""}`,
    fetch: entry === undefined ? "none" : byHand,
    bytes: entry?.bytes ?? null,
    sha256: entry?.sha256 ?? null,
    licence: entry?.licence ?? null,
    terms: entry?.terms ?? null,
    found: found === undefined ? null : { path: found.path, layout: found.layout },
  };
}

function printListed(datasets: readonly ListedDataset[], roots: readonly string[]): void {
  printTable(
    datasets.map(({ name, description, bytes, fetch, found }) => ({
      name,
      archive: bytes === null ? "-" : formatBytes(bytes),
      get: fetch === "none" ? "-" : fetch,
      here: found?.path ?? (fetch === "generated" ? "made when asked for" : "no"),
      description,
    })),
  );
  printLine();
  printLine(`Looked for in: ${roots.join(", ")}`);
  printLine("`moviola data get <name>` fetches one; the terms of each are its publisher's.");
}
