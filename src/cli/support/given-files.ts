import type { Dataset, RatingScale, RejectedRows } from "../../data/dataset.js";
import { takeRows, rowsWhere } from "../../data/interactions.js";
import type { ColumnMap } from "../../data/read/columns.js";
import { observedScale } from "../../data/read/rating-scale.js";
import { readInteractionTable, type InteractionTable } from "../../data/read/interaction-table.js";
import { IdMap } from "../../data/id-map.js";
import { datasetFromParts, splitFromParts } from "../../data/split/from-parts.js";
import type { GivenPart } from "../../data/split/given-parts.js";
import type { Split } from "../../data/split/split.js";
import { MoviolaError } from "../../common/errors.js";
import { fileHash } from "../../common/hash.js";
import { stat } from "node:fs/promises";
import { withContent, type GivenContent } from "./given-content.js";

/** The files of an evaluation or, without test, of a search, as the command line names them. */
export interface GivenFiles {
  readonly train: string;
  readonly valid?: string;
  readonly test?: string;
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
  /** What is known of items and users besides the rows. */
  readonly content?: GivenContent;
}

/** A data set and split made of files, with what the reading of each left out. */
export interface GivenData {
  readonly dataset: Dataset;
  readonly split: Split;
  /** Rows that could not be read, by path. */
  readonly rejected: Readonly<Record<string, RejectedRows>>;
  readonly warnings: readonly string[];
}

/**
 * Reads train, valid and test files into one data set and its split. Users and items of any file are
 * known to all. Without a test file the split's test part has no rows. Throws what the readers throw, `E_SPLIT_OVERLAP`, and `E_DATA_EMPTY` when the
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
  const test = files.test === undefined ? undefined : await read(files.test);
  const valid = files.valid === undefined ? undefined : await read(files.valid);
  const kept = (table: InteractionTable): InteractionTable => positives(table, options.threshold);
  const parts = {
    train: kept(train),
    test: test === undefined ? noRows(train) : kept(test),
    ...(valid === undefined ? {} : { valid: kept(valid) }),
  };
  const held = [test, valid].filter((table) => table !== undefined);
  const tables = [train, ...held];
  const scale = options.scale ?? trainScale(parts.train);
  const facts = {
    name: train.name,
    ratingScale: scale,
    sources: await Promise.all(tables.map(sourceOf)),
  };
  const { timeOrder = "none" } = options;
  const bare = datasetFromParts(parts, facts, { timeOrder });
  const { content = {} } = options;
  const hasContent = content.items !== undefined || content.users !== undefined;
  const full = hasContent ? withContent(bare.dataset, content) : undefined;
  const made =
    full === undefined
      ? bare
      : { dataset: full.dataset, split: splitFromParts(full.dataset, parts, { timeOrder }) };
  const rejected = Object.fromEntries(tables.map((table) => [table.path, table.rejected]));
  const warnings = options.threshold === undefined ? scaleWarnings(held, scale) : [];
  return { ...made, rejected, warnings: [...warnings, ...(full?.notes ?? [])] };
}

/** A part without rows, with times where `train` has them. */
function noRows(train: InteractionTable): GivenPart {
  return {
    name: "no test file",
    users: new IdMap([]),
    items: new IdMap([]),
    interactions: takeRows(train.interactions, new Int32Array(0)),
  };
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

/** The scale that the training ratings show; from 0 where they are all the same, as in positives. */
function trainScale(train: InteractionTable): RatingScale {
  const scale = observedScale(train.interactions.rating);
  if (scale.minimum !== scale.maximum) return scale;
  return { minimum: Math.min(0, scale.minimum), maximum: Math.max(1, scale.maximum), step: 1 };
}

/** Ratings that no prediction can reach, because the training rows hold none so low or so high. */
function scaleWarnings(tables: readonly InteractionTable[], scale: RatingScale): string[] {
  const { minimum, maximum } = scale;
  return tables.flatMap(({ path, interactions }) => {
    const outside = interactions.rating.filter((value) => value < minimum || value > maximum);
    if (outside.length === 0) return [];
    const ratings = outside.length === 1 ? "1 rating is" : `${outside.length} ratings are`;
    const range = `outside ${minimum} to ${maximum}, the range of the training rows`;
    return [`${path}: ${ratings} ${range}; --rating-scale declares another`];
  });
}

async function sourceOf(
  table: InteractionTable,
): Promise<{ path: string; bytes: number; sha256: string }> {
  const { size } = await stat(table.path);
  return { path: table.name, bytes: size, sha256: await fileHash(table.path) };
}
