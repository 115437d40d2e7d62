import { Command, InvalidArgumentError, Option } from "commander";
import { MoviolaError } from "../common/errors.js";
import type { Dataset } from "../data/dataset.js";
import { positivesByThreshold } from "../data/filter/index.js";
import { loadDataset } from "../data/read/load-dataset.js";
import { readTable } from "../data/read/table.js";
import type { TrainPart } from "../data/split/parts.js";
import type { ItemFilter } from "../experiment/item-filter.js";
import {
  recommend,
  type RecommendOptions,
  type UserRecommendations,
} from "../experiment/recommend.js";
import { createModel } from "../models/registry.js";
import type { Column } from "../report/show/table/column.js";
import { filmName } from "../report/show/posters/film-name.js";
import {
  addReadOptions,
  addSeed,
  fileFormats,
  type ReadOptions,
} from "./support/evaluation-options.js";
import { listLengthOption, listOption, modelSettings } from "./support/options.js";
import { checkOutputs } from "./support/output-files.js";
import { printJson, printLine, printTable, withTerminalProgress } from "./support/output.js";
import { refuseThreshold } from "./support/threshold.js";
import { counted } from "./support/words.js";
import { writeRecommendations } from "./support/write-tables.js";

interface RecommendCommandOptions extends ReadOptions {
  readonly train?: string;
  readonly data?: string;
  readonly users?: string[];
  readonly topK: number;
  readonly set?: string[];
  readonly seed: number;
  readonly genres?: string[];
  readonly years?: [number, number];
  readonly out?: string;
  readonly json?: boolean;
}

const example = `
Example:
  $ moviola recommend item-knn --data demo --threshold 4 --users u001,u002 --top-k 5
  $ moviola recommend item-knn --data demo --users u001 --genres Comedy --years 1980,1999
  $ moviola recommend user-knn --train train.tsv --out lists.tsv
${fileFormats}

What a user has rated is not recommended again. A rating predictor recommends what it predicts highest.`;

/** `moviola recommend`: fits a model on all rows and lists what users have not seen. */
export function recommendCommand(): Command {
  const command = new Command("recommend")
    .description("fit a model on all rows and recommend what users have not seen")
    .argument("<model>", "id of a model; `moviola models` lists them")
    .addHelpText("after", example)
    .action(recommendItems)
    .optionsGroup("Input:")
    .option("--train <file>", "rows: user, item, rating(, timestamp)")
    .option("--data <name>", "a data set or folder in place of --train, such as ml-1m; has titles");
  addReadOptions(command)
    .optionsGroup("Recommendation:")
    .option("--users <ids>", "for whom (default: all, which needs --out or --json)", listOption)
    .addOption(
      new Option("--top-k <k>", "length of a list").argParser(listLengthOption).default(10),
    )
    .option("--genres <names>", "only films of one of these genres", listOption)
    .option("--years <first,last>", "only films of these years", yearsOption)
    .option("--set <key=value...>", "settings of the model: `moviola models <model>` lists them");
  addSeed(command, "the fit");
  return command
    .optionsGroup("Output:")
    .option("--out <file>", "write the lists as TSV: user, item, score, rank")
    .option("--json", "print one JSON object");
}

async function recommendItems(model: string, options: RecommendCommandOptions): Promise<void> {
  const fitted = createModel(model, modelSettings(model, options.set));
  refuseThreshold(model, options.threshold);
  await checkOutputs({ files: { "--out": options.out }, inputs: [options.train] });
  const dataset = await readDataset(options);
  const users = usersOf(dataset, options);
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
  const request: RecommendOptions = {
    model: fitted,
    seen: [train],
    users,
    topK: options.topK,
    ...(filter === undefined ? {} : { filter }),
  };
  await present(model, request, dataset, options);
}

async function present(
  model: string,
  request: RecommendOptions,
  dataset: Dataset,
  { out, json, users }: RecommendCommandOptions,
): Promise<void> {
  if (out !== undefined) await writeRecommendations(out, request, dataset);
  if (json === true) {
    const { name: data, invented } = dataset;
    const lists = recommend(request).map((list) => asJson(list, dataset));
    printJson({ model, data, invented, lists });
    return;
  }
  if (dataset.invented) printLine("The demo set: users, films and ratings are invented.\n");
  if (users !== undefined) for (const list of recommend(request)) printList(list, dataset);
  if (out !== undefined) printLine(`${counted(request.users.length, "list")} written to ${out}`);
}

async function readDataset(options: RecommendCommandOptions): Promise<Dataset> {
  const { train, data, threshold, columns } = options;
  if ((train === undefined) === (data === undefined)) {
    throw new MoviolaError("E_CLI_INPUT", "Recommendations need one source of ratings", {
      where: "moviola recommend",
      expected: "either --train <file> or --data <name>",
      got: train === undefined ? "neither" : "both",
      remedy: "Name a file or a data set, such as --data demo",
    });
  }
  if (options.users === undefined && options.out === undefined && options.json !== true) {
    throw new MoviolaError("E_CLI_INPUT", "Lists of all users do not fit a terminal", {
      where: "moviola recommend",
      expected: "--users <ids>, or --out <file>, or --json",
      got: "none of them",
      remedy: "Name a few users, such as --users 1,2",
    });
  }
  const table = columns === undefined ? {} : { columns };
  const dataset =
    train === undefined ? await loadDataset(data!, { table }) : await readTable(train, table);
  return threshold === undefined ? dataset : positivesByThreshold(dataset, threshold);
}

function usersOf(dataset: Dataset, options: RecommendCommandOptions): number[] {
  if (options.users === undefined) return [...dataset.users.ids.keys()];
  return [...new Set(options.users)].map((id) => {
    const user = dataset.users.indexOf(id);
    if (user >= 0) return user;
    throw new MoviolaError("E_CLI_USER", "There is no such user in the data", {
      where: "--users",
      expected: `ids such as ${dataset.users.ids.slice(0, 3).join(", ")}`,
      got: id,
      remedy: "Users without a row have no recommendations; check the id's spelling",
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
  const [first, last, ...rest] = text.split(",").map((word) => (word === "" ? NaN : Number(word)));
  if (rest.length > 0 || !(first <= last)) {
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
  if (list.items.length === 0) printLine("nothing to recommend: no unseen item passes\n");
  if (list.items.length === 0) return;
  printTable(
    list.items.map(({ itemIndex, score, rank }) => ({
      rank,
      item: dataset.items.idOf(itemIndex),
      title: filmName(dataset.itemContent[itemIndex]),
      genres: dataset.itemContent[itemIndex].genres.join(", "),
      score,
    })),
    { columns: columnsOf(dataset) },
  );
  printLine();
}

/** Titles and genres only where the data has them; a table's titles are its ids. */
function columnsOf(dataset: Dataset): Column[] {
  const hasTitles = dataset.itemContent.some(
    ({ title }, item) => title !== dataset.items.idOf(item),
  );
  const hasGenres = dataset.itemContent.some(({ genres }) => genres.length > 0);
  return [
    { key: "rank" },
    { key: "item" },
    ...(hasTitles ? [{ key: "title" }] : []),
    ...(hasGenres ? [{ key: "genres" }] : []),
    { key: "score", digits: 4 },
  ];
}
