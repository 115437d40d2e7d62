import type { Dataset, RatingScale, RejectedRows } from "../../data/dataset.js";
import { takeRows, rowsWhere } from "../../data/interactions.js";
import type { ColumnMap } from "../../data/read/columns.js";
import { readInteractionTable, type InteractionTable } from "../../data/read/interaction-table.js";
import { datasetFromParts } from "../../data/split/from-parts.js";
import type { Split } from "../../data/split/split.js";
import { MoviolaError } from "../../common/errors.js";
import { fileHash } from "../../common/hash.js";
import { stat } from "node:fs/promises";

/** The files of an evaluation, as the command line names them. */
export interface GivenFiles {
  readonly train: string;
  readonly valid?: string;
  readonly test: string;
}

/** How the files are to be understood. */
export interface GivenFilesOptions {
  /** Rows rated at least this are positives, all others are left out; default: every row is one. */
  readonly threshold?: number;
  /** Declared range of ratings; default: the lowest and the highest rating of the training file. */
  readonly scale?: RatingScale;
  readonly timeOrder?: "none" | "user" | "all";
  /** Columns that the files call otherwise. */
  readonly columns?: ColumnMap;
}

/** A data set and split made of files, with what the reading of each left out. */
export interface GivenData {
  readonly dataset: Dataset;
  readonly split: Split;
  readonly rejected: Readonly<Record<string, RejectedRows>>;
}

/**
 * Reads train, valid and test files into one data set and its split. Users and items of any file are
 * known to all. Throws what the readers throw, `E_SPLIT_OVERLAP`, and `E_DATA_EMPTY` when the
 * threshold leaves a file without rows.
 */
export async function readGivenFiles(
  files: GivenFiles,
  options: GivenFilesOptions = {},
): Promise<GivenData> {
  const read = (path: string): Promise<InteractionTable> =>
    readInteractionTable(
      path,
      options.columns,
      options.scale === undefined ? {} : { ratingScale: options.scale },
    );
  const train = await read(files.train);
  const test = await read(files.test);
  const valid = files.valid === undefined ? undefined : await read(files.valid);
  const kept = (table: InteractionTable): InteractionTable => positives(table, options.threshold);
  const parts = {
    train: kept(train),
    test: kept(test),
    ...(valid === undefined ? {} : { valid: kept(valid) }),
  };
  const tables = [train, test, ...(valid === undefined ? [] : [valid])];
  const facts = {
    name: train.name,
    ratingScale: options.scale ?? observedScale(tables),
    sources: await Promise.all(tables.map(sourceOf)),
  };
  const { timeOrder = "none" } = options;
  const made = datasetFromParts(parts, facts, { timeOrder });
  const rejected = Object.fromEntries(tables.map((table) => [table.path, table.rejected]));
  return { ...made, rejected };
}

function positives(table: InteractionTable, threshold: number | undefined): InteractionTable {
  if (threshold === undefined) return table;
  const limit = Math.fround(threshold);
  const rows = rowsWhere(table.nRows, (row) => table.interactions.rating[row] >= limit);
  if (rows.length === 0) {
    throw new MoviolaError("E_DATA_EMPTY", "No row of a file is a positive", {
      where: table.path,
      expected: `rows rated at least ${threshold}`,
      got: "none",
      remedy: "Lower --threshold, or leave it out to take every row as a positive",
    });
  }
  const interactions = takeRows(table.interactions, rows);
  return {
    ...table,
    nRows: rows.length,
    interactions: { ...interactions, rating: new Float32Array(rows.length).fill(1) },
  };
}

/** Lowest and highest rating of the training rows, which stand first; 0 to 1 for implicit feedback. */
function observedScale(tables: readonly InteractionTable[]): RatingScale {
  const ratings = tables[0].interactions.rating;
  const minimum = ratings.reduce((least, value) => Math.min(least, value), Infinity);
  const maximum = ratings.reduce((most, value) => Math.max(most, value), -Infinity);
  if (minimum === maximum) return { minimum: Math.min(0, minimum), maximum, step: 1 };
  const isWhole = ratings.every((value) => Number.isInteger(value));
  return { minimum, maximum, step: isWhole ? 1 : 0.5 };
}

async function sourceOf(
  table: InteractionTable,
): Promise<{ path: string; bytes: number; sha256: string }> {
  const { size } = await stat(table.path);
  return { path: table.name, bytes: size, sha256: await fileHash(table.path) };
}
