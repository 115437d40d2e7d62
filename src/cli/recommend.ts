import { Command, InvalidArgumentError } from "commander";
import { MoviolaError } from "../common/errors.js";
import type { Dataset } from "../data/dataset.js";
import { positivesByThreshold } from "../data/filter/index.js";
import { loadDataset } from "../data/read/load-dataset.js";
import { readTable } from "../data/read/table.js";
import type { TrainPart } from "../data/split/parts.js";
import { recommend, type ItemFilter, type UserRecommendations } from "../experiment/recommend.js";
import { createModel } from "../models/registry.js";
import { filmName } from "../report/show/posters/poster-strip.js";
import { listOption, modelSettings, numberOption, wholeNumberOption } from "./support/options.js";
import { printJson, printLine, printTable, withTerminalProgress } from "./support/output.js";
import { writeRecommendations } from "./support/write-tables.js";

interface RecommendCommandOptions {
  readonly train?: string;
  readonly data?: string;
  readonly users?: string[];
  readonly topK: number;
  readonly threshold?: number;
  readonly set: string[];
  readonly seed: number;
  readonly genres?: string[];
  readonly years?: [number, number];
  readonly out?: string;
  readonly json?: boolean;
}

const example = `
Example:
  $ moviola recommend item-knn --data ml-1m --threshold 4 --users 1,2 --genres Comedy --years 1980,1999
  $ moviola recommend user-knn --train train.tsv --out lists.tsv`;

/** `moviola recommend`: fits a model on all rows and lists what users have not seen. */
export function recommendCommand(): Command {
  return new Command("recommend")
    .description("fit a model on all rows and recommend unseen items")
    .argument("<model>", "id of a model; `moviola models` lists them")
    .option("--train <file>", "rows: user, item, rating(, timestamp)")
    .option("--data <name>", "a data set, such as ml-1m, in place of --train; gives titles")
    .option(
      "--users <ids>",
      "users to recommend for (default: all, which needs --out or --json)",
      listOption,
    )
    .option("--top-k <k>", "length of the lists", wholeNumberOption, 10)
    .option(
      "--threshold <rating>",
      "only rows rated at least this count, each as a positive",
      numberOption,
    )
    .option("--genres <names>", "only films of one of these genres", listOption)
    .option("--years <first,last>", "only films of these years", yearsOption)
    .option("--set <key=value...>", "settings of the model", [])
    .option("--seed <n>", "seed", wholeNumberOption, 1)
    .option("--out <file>", "write the lists as TSV: user, item, score, rank")
    .option("--json", "print one JSON object")
    .addHelpText("after", example)
    .action(recommendItems);
}

async function recommendItems(model: string, options: RecommendCommandOptions): Promise<void> {
  const dataset = await readDataset(options);
  const users = usersOf(dataset, options);
  const fitted = createModel(model, modelSettings(model, options.set));
  const { nUsers, nItems, interactions, ratingScale, itemContent } = dataset;
  const train: TrainPart = { kind: "train", nUsers, nItems, interactions };
  const quiet = options.json === true;
  await withTerminalProgress(`fit ${model}`, quiet, (onProgress) =>
    fitted.fit({
      train,
      ratingScale,
      itemContent,
      seed: options.seed,
      ...(onProgress === undefined ? {} : { onProgress }),
    }),
  );
  const filter = filterOf(dataset, options);
  const lists = recommend({
    model: fitted,
    seen: [train],
    users,
    topK: options.topK,
    ...(filter === undefined ? {} : { filter }),
  });
  if (options.out !== undefined) await writeRecommendations(options.out, lists, dataset);
  if (options.json === true)
    printJson({ model, lists: lists.map((list) => asJson(list, dataset)) });
  else if (options.out !== undefined) printLine(`${lists.length} lists written to ${options.out}`);
  else for (const list of lists) printList(list, dataset);
}

async function readDataset(options: RecommendCommandOptions): Promise<Dataset> {
  const { train, data, threshold } = options;
  if ((train === undefined) === (data === undefined)) {
    throw new MoviolaError("E_CLI_INPUT", "Recommendations need one source of ratings", {
      expected: "either --train <file> or --data <name>",
      got: train === undefined ? "neither" : "both",
    });
  }
  const dataset = train === undefined ? await loadDataset(data!) : await readTable(train);
  return threshold === undefined ? dataset : positivesByThreshold(dataset, threshold);
}

function usersOf(dataset: Dataset, options: RecommendCommandOptions): number[] {
  if (options.users === undefined) {
    if (options.out !== undefined || options.json === true) return [...dataset.users.ids.keys()];
    throw new MoviolaError("E_CLI_INPUT", "Lists of all users do not fit a terminal", {
      expected: "--users <ids>, or --out <file>, or --json",
    });
  }
  return options.users.map((id) => {
    const user = dataset.users.indexOf(id);
    if (user >= 0) return user;
    throw new MoviolaError("E_CLI_USER", "There is no such user", {
      where: "--users",
      expected: `ids such as ${dataset.users.ids.slice(0, 3).join(", ")}`,
      got: id,
    });
  });
}

function filterOf(dataset: Dataset, options: RecommendCommandOptions): ItemFilter | undefined {
  const { genres, years } = options;
  if (genres === undefined && years === undefined) return undefined;
  return {
    itemContent: dataset.itemContent,
    ...(genres === undefined ? {} : { genres }),
    ...(years === undefined ? {} : { years }),
  };
}

function yearsOption(text: string): [number, number] {
  const [first, last, ...rest] = text.split(",").map(wholeNumberOption);
  if (rest.length > 0 || last === undefined || first > last) {
    throw new InvalidArgumentError("expected the first and the last year, such as 1980,1999.");
  }
  return [first, last];
}

function asJson(list: UserRecommendations, dataset: Dataset): Record<string, unknown> {
  return {
    user: dataset.users.idOf(list.userIndex),
    items: list.items.map(({ itemIndex, score, rank }) => ({
      item: dataset.items.idOf(itemIndex),
      title: filmName(dataset.itemContent[itemIndex]),
      score,
      rank,
    })),
  };
}

function printList(list: UserRecommendations, dataset: Dataset): void {
  printLine(`user ${dataset.users.idOf(list.userIndex)}`);
  printTable(
    list.items.map(({ itemIndex, score, rank }) => ({
      rank,
      item: dataset.items.idOf(itemIndex),
      title: filmName(dataset.itemContent[itemIndex]),
      genres: dataset.itemContent[itemIndex].genres.join(", "),
      score,
    })),
  );
  printLine();
}
