import { readdir, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve } from "node:path";

import { MoviolaError } from "../../common/errors.js";
import type { Dataset, ItemContent, RejectedRows, SourceFile } from "../dataset.js";
import { readCsvColumns } from "../read/csv-columns.js";
import {
  DEFAULT_MAXIMUM_REJECTED_SHARE,
  joinRejected,
  RejectionLog,
} from "../read/rejection-log.js";
import { describeSource } from "../read/source-file.js";
import {
  coverageOf,
  hasPoster,
  JoinCounter,
  type Coverage,
  type JoinRemainder,
} from "./coverage.js";

/** Which columns of a mapping are used. */
export interface JoinPostersOptions {
  /** Column with the item's id; default `item_id`. */
  readonly idColumn?: string;
  /** Column with the file, relative to the mapping's folder; default `file`. */
  readonly fileColumn?: string;
}

/** A data set with posters, and how far they reach. */
export interface JoinPostersResult {
  readonly dataset: Dataset;
  readonly coverage: Coverage &
    JoinRemainder & {
      /** Rows of the mapping whose file is not there. */
      readonly nMissingFiles: number;
    };
  /** Rows of the mapping that could not be read. */
  readonly rejected: RejectedRows;
}

const IMAGE_ENDINGS = new Set([".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"]);

interface PosterEntry {
  readonly id: string;
  readonly path: string;
}

/**
 * Joins poster files to the items: by a CSV mapping of ids to files, or by a folder whose files are
 * named by the item's id (`1.jpg`). Only files that exist are joined; whether they are images that
 * can be decoded is seen when features are extracted. Errors: `E_DATA_FILE` when mapping or folder
 * are not there, `E_DATA_COLUMN`, and those of reading a table.
 */
export async function joinPosters(
  dataset: Dataset,
  mappingOrFolder: string,
  options: JoinPostersOptions = {},
): Promise<JoinPostersResult> {
  const status = await stat(mappingOrFolder).catch(() => undefined);
  const isFolder = status?.isDirectory() === true;
  const log = new RejectionLog(mappingOrFolder);
  const entries = isFolder
    ? await postersInFolder(mappingOrFolder)
    : await postersInMapping(mappingOrFolder, options, log);
  const present = await existingFiles(entries.map((entry) => entry.path));
  const counter = new JoinCounter();
  const content: ItemContent[] = [...dataset.itemContent];
  let nMissingFiles = 0;
  for (const { id, path } of entries) {
    if (!present.has(path)) {
      nMissingFiles++;
      continue;
    }
    const item = counter.take(dataset, id);
    if (item >= 0) content[item] = { ...content[item], posterPath: path };
  }
  const sources: SourceFile[] = isFolder
    ? []
    : [await describeSource(mappingOrFolder, dirname(dirname(mappingOrFolder)))];
  const joined = dataset.with({
    itemContent: content,
    rejected: joinRejected([dataset.rejected, log.rows()]),
    sources: [...dataset.sources, ...sources],
  });
  const coverage = { ...coverageOf(joined, hasPoster), ...counter.remainder(), nMissingFiles };
  if (entries.length > 0 && nMissingFiles === entries.length) throw noFiles(entries[0].path);
  return { dataset: joined, coverage, rejected: log.rows() };
}

async function postersInFolder(folder: string): Promise<PosterEntry[]> {
  const names = (await readdir(folder)).sort();
  return names
    .filter((name) => IMAGE_ENDINGS.has(extname(name).toLowerCase()))
    .map((name) => ({ id: basename(name, extname(name)), path: resolve(folder, name) }));
}

async function postersInMapping(
  path: string,
  { idColumn = "item_id", fileColumn = "file" }: JoinPostersOptions,
  log: RejectionLog,
): Promise<PosterEntry[]> {
  const entries: PosterEntry[] = [];
  await readCsvColumns({ path, required: [idColumn, fileColumn] }, log, ([id, file], line) => {
    if (!id || !file) log.add(line, id ? "the file is empty" : "the id is empty");
    else entries.push({ id: id.trim(), path: resolve(dirname(path), file.trim()) });
  });
  log.check(entries.length, DEFAULT_MAXIMUM_REJECTED_SHARE);
  return entries;
}

/** Those of `paths` that exist; lists each folder once in place of asking for every file. */
async function existingFiles(paths: readonly string[]): Promise<Set<string>> {
  const present = new Set<string>();
  for (const folder of new Set(paths.map((path) => dirname(path)))) {
    const names = await readdir(folder).catch(() => [] as string[]);
    for (const name of names) present.add(join(folder, name));
  }
  return present;
}

function noFiles(first: string): MoviolaError {
  return new MoviolaError("E_DATA_FILE", "None of the poster files of a mapping is there", {
    where: first,
    expected: "poster files beside the mapping",
    got: "none",
    remedy: "Get the poster folder as well, or load without posters",
  });
}
