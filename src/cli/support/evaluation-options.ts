import { InvalidArgumentError, Option, type Command } from "commander";
import type { ColumnMap } from "../../data/read/columns.js";
import { listOption, numberOption, topKOption, wholeNumberOption } from "./options.js";

/** Options that `evaluate` and `score` share. */
export interface FileOptions extends ReadOptions {
  readonly train: string;
  readonly valid?: string;
  readonly test: string;
  readonly topK: number[];
  readonly seed: number;
  readonly json?: boolean;
}

/** Options that say how files of rows are read. */
export interface ReadOptions {
  readonly threshold?: number;
  readonly columns?: ColumnMap;
}

/** What files of rows may be, for the end of a help text. */
export const fileFormats = `
Files of rows have user, item, rating(, timestamp) columns: CSV or TSV with or without a header, JSON lines,
Parquet, MovieLens (u.data, ratings.dat), packed with gzip or not. Rows without a rating column count as 1.`;

/** Adds the options for the files of a split, or a data set with a recipe in their place. */
export function addDataOptions(command: Command): Command {
  command.optionsGroup("Data:");
  command
    .option("--train <file>", "training rows: user, item, rating(, timestamp)")
    .option("--valid <file>", "validation rows: for early stopping; not recommended again")
    .option("--test <file>", "held-out rows")
    .option(
      "--data <name>",
      "a data set or folder in place of files, such as ml-1m or tiktok; with titles, users, posters",
    )
    .option(
      "--split <recipe...>",
      "with --data: a recipe and its settings (default: the parts that a folder of MMRec gives)",
    );
  return addReadOptions(command);
}

/** Adds the options for the files of a split. */
export function addFileOptions(command: Command): Command {
  command.optionsGroup("Files:");
  command
    .requiredOption("--train <file>", "training rows: user, item, rating(, timestamp); required")
    .option("--valid <file>", "validation rows: for early stopping; not recommended again")
    .requiredOption("--test <file>", "held-out rows; required");
  return addReadOptions(command);
}

/** Adds the options for how rows are read. */
export function addReadOptions(command: Command): Command {
  return command
    .option(
      "--threshold <rating>",
      "only rows rated at least this count, each as a positive (default: every row does)",
      numberOption,
    )
    .option(
      "--columns <role=name,...>",
      "columns that the files call otherwise, such as user=reviewer,item=film,rating=2 (from 0)",
      columnsOption,
    );
}

/** Adds `--top-k`. */
export function addTopK(command: Command, lengths: number[]): Command {
  const option = new Option("--top-k <k,...>", "lengths of the recommendation list");
  return command.addOption(option.argParser(topKOption).default(lengths, lengths.join(",")));
}

/** Adds `--seed`. */
export function addSeed(command: Command, decides: string): Command {
  return command.addOption(
    new Option("--seed <n>", `seed of ${decides}`).argParser(wholeNumberOption).default(1),
  );
}

const roles = ["user", "item", "rating", "timestamp"];

/** Parses a map of columns such as `user=reviewer,item=1`, for commander. */
export function columnsOption(text: string): ColumnMap {
  const columns = listOption(text).map((word): [string, string | number] => {
    const [role, name = "", ...rest] = word.split("=");
    if (!roles.includes(role) || name === "" || rest.length > 0) {
      throw new InvalidArgumentError(`expected ${roles.join("=..., ")}=... with commas between.`);
    }
    return [role, /^\d+$/.test(name) ? Number(name) : name];
  });
  return Object.fromEntries(columns);
}
