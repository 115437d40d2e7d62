import { stat } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { Command } from "commander";
import { isMoviolaError } from "../../common/errors.js";
import type { Dataset } from "../../data/dataset.js";
import { describeDataset, type DatasetDescription } from "../../data/describe/index.js";
import { checkKnownFiles, loadRegistry, type KnownFileState } from "../../data/download/index.js";
import { findDataset, KNOWN_DATASETS, loadDataset } from "../../data/read/index.js";
import { printJson, printLine } from "../support/output.js";
import { checkMmrec, type CheckedMmrec } from "./check-mmrec.js";
import { printChecked } from "./print-checked.js";

/** What a check found out about one data set. */
export interface CheckedDataset extends DatasetDescription {
  readonly path: string;
  /** Files that the registry knows, compared with what is there. */
  readonly knownFiles: readonly KnownFileState[];
  /** Files that were read. */
  readonly sources: Dataset["sources"];
  /** Parts and features of an MMRec folder; absent for other data. */
  readonly mmrec?: CheckedMmrec;
}

/** `moviola data check [path]`: reads one data set, or every one that is there, and says what is in it. */
export function checkCommand(): Command {
  return new Command("check")
    .description("read a data set or file; print counts, rejected rows, coverage and hashes")
    .argument(
      "[path]",
      "name of a data set, or path of a folder or file; default: all that are there",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExample:\n  $ moviola data check ml-100k\n  $ moviola data check ratings.csv",
    )
    .action(check);
}

async function check(path: string | undefined, options: { json?: boolean }): Promise<void> {
  const json = options.json === true;
  if (path !== undefined) {
    const checked = await checkOne(path);
    if (json) printJson(checked);
    else printChecked(checked);
    if (hasWrongFile(checked)) process.exitCode = 1;
    return;
  }
  const { checked, failed } = await checkAll(json);
  if (json) printJson({ datasets: checked, failed });
  if (failed.length > 0 || checked.some(hasWrongFile)) process.exitCode = 1;
}

interface FailedCheck {
  readonly name: string;
  readonly error: string;
}

async function checkAll(
  quiet: boolean,
): Promise<{ readonly checked: CheckedDataset[]; readonly failed: FailedCheck[] }> {
  const registry = await loadRegistry();
  const names = [...registry.map(({ name }) => name), ...KNOWN_DATASETS.map(({ name }) => name)];
  const checked: CheckedDataset[] = [];
  const failed: FailedCheck[] = [];
  for (const name of [...new Set(names), "demo"]) {
    if (name !== "demo" && (await findDataset(name)) === undefined) continue;
    try {
      const one = await checkOne(name);
      checked.push(one);
      if (!quiet) printChecked(one);
    } catch (error) {
      if (!isMoviolaError(error)) throw error;
      failed.push({ name, error: error.message });
      if (!quiet) printLine(`${name}: ${error.message}`);
    }
    if (!quiet) printLine();
  }
  return { checked, failed };
}

async function checkOne(nameOrPath: string): Promise<CheckedDataset> {
  const dataset = await loadDataset(nameOrPath);
  const found = nameOrPath === "demo" ? undefined : await findDataset(nameOrPath);
  const path = found?.path ?? (nameOrPath === "demo" ? demoFolder(dataset) : resolve(nameOrPath));
  const isFolder = (await stat(path)).isDirectory();
  const name = found?.name ?? basename(path);
  const entry = (await loadRegistry()).find((candidate) => candidate.name === name);
  const knownFiles = entry !== undefined && isFolder ? await checkKnownFiles(entry, path) : [];
  const mmrec = await checkMmrec(path);
  return {
    ...describeDataset(dataset),
    ...{ path, knownFiles, sources: dataset.sources },
    ...(mmrec && { mmrec }),
  };
}

function demoFolder(dataset: Dataset): string {
  const poster = dataset.itemContent.find((content) => content.posterPath !== undefined);
  return dirname(dirname(poster?.posterPath ?? "."));
}

function hasWrongFile({ knownFiles }: CheckedDataset): boolean {
  return knownFiles.some((file) => file.state === "differs");
}
