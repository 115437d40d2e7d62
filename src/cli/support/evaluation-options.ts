import { Option, type Command } from "commander";
import { numberOption, topKOption, wholeNumberOption } from "./options.js";

/** Options that `evaluate`, `score` and `recommend` share. */
export interface FileOptions {
  readonly train: string;
  readonly valid?: string;
  readonly test: string;
  readonly threshold?: number;
  readonly topK: number[];
  readonly seed: number;
  readonly json?: boolean;
}

/** Adds the options for the files of a split and how they are read. */
export function addFileOptions(command: Command): Command {
  command
    .requiredOption("--train <file>", "training rows: user, item, rating(, timestamp)")
    .option("--valid <file>", "validation rows, for early stopping");
  command.requiredOption("--test <file>", "held-out rows");
  return command
    .option(
      "--threshold <rating>",
      "only rows rated at least this count, each as a positive (default: every row does)",
      numberOption,
    )
    .addOption(new Option("--seed <n>", "seed").argParser(wholeNumberOption).default(1))
    .option("--json", "print one JSON object");
}

/** Adds `--top-k`. */
export function addTopK(command: Command, lengths: number[]): Command {
  const option = new Option("--top-k <k,...>", "lengths of the recommendation list");
  return command.addOption(option.argParser(topKOption).default(lengths, lengths.join(",")));
}
