import { Command, InvalidArgumentError, Option } from "commander";
import { MoviolaError } from "../common/errors.js";
import type { Dataset } from "../data/dataset.js";
import { positivesByThreshold } from "../data/filter/index.js";
import { loadDataset } from "../data/read/load-dataset.js";
import { readTable } from "../data/read/table.js";
import type { TrainPart } from "../data/split/parts.js";
import type { ItemFilter } from "../experiment/item-filter.js";
import { recommend, type RecommendOptions } from "../experiment/recommend.js";
import { createModel } from "../models/registry.js";
import { printWarning } from "./support/describe-run.js";
import { checkInput } from "./recommend-input.js";
import { listAsJson, presentSimilar, printList, reasonsBy } from "./recommend-lists.js";
import {
  addReadOptions,
  addSeed,
  fileFormats,
  type ReadOptions,
} from "./support/evaluation-options.js";
import {
  addFeatureOptions,
  checkFeatures,
  featureFormats,
  matricesOf,
  parseFeatures,
  readModalities,
} from "./support/feature-options.js";
import { listLengthOption, listOption, modelSettings } from "./support/options.js";
import { checkOutputs } from "./support/output-files.js";
import { printJson, printLine, withTerminalProgress } from "./support/output.js";
import { refuseThreshold } from "./support/threshold.js";
import { counted } from "./support/words.js";
import { writeRecommendations } from "./support/write-tables.js";

/** What the command line gives. */
export interface RecommendCommandOptions extends ReadOptions {
  readonly train?: string;
  readonly data?: string;
  readonly users?: string[];
  readonly topK: number;
  readonly features?: string[];
  readonly set?: string[];
  readonly seed: number;
  readonly genres?: string[];
  readonly years?: [number, number];
  readonly explain?: boolean;
  readonly similarTo?: string[];
  readonly out?: string;
  readonly json?: boolean;
}

const example = `
Example:
  $ moviola recommend item-knn --data demo --threshold 4 --users u001,u002 --top-k 5
  $ moviola recommend item-knn --data demo --users u001 --genres Comedy --years 1980,1999
  $ moviola recommend item-knn --data demo --users u001 --top-k 5 --explain
  $ moviola recommend item-knn --data demo --similar-to f280,f120
  $ moviola recommend user-knn --train train.tsv --out lists.tsv
${fileFormats}
${featureFormats}

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
  addFeatureOptions(addReadOptions(command))
    .optionsGroup("Recommendation:")
    .option("--users <ids>", "for whom (default: all, which needs --out or --json)", listOption)
    .option("--explain", "say which items of the user's history carry each place")
    .option(
      "--similar-to <ids>",
      "in place of lists for users: what is most like these items",
      listOption,
    )
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
  const quiet = options.json === true;
  const sources = parseFeatures(options.features);
  const warnings = checkFeatures(model, sources);
  if (!quiet) warnings.forEach(printWarning);
  const dataset = await readDataset(options);
  const features = matricesOf(await readModalities(model, sources, dataset));
  const users = usersOf(dataset, options);
  const similarTo = itemsOf(dataset, options);
  const { nUsers, nItems, interactions, ratingScale, itemContent, userAttributes } = dataset;
  const train: TrainPart = { kind: "train", nUsers, nItems, interactions };
  await withTerminalProgress(`fit ${model}`, quiet, (onProgress) =>
    fitted.fit({
      ...{ train, ratingScale, itemContent, userAttributes },
      ...(features === undefined ? {} : { features }),
      seed: options.seed,
      ...(onProgress === undefined ? {} : { onProgress }),
    }),
  );
  const filter = filterOf(dataset, options);
  const common = {
    model: fitted,
    seen: [train],
    topK: options.topK,
    ...(filter === undefined ? {} : { filter }),
  };
  if (dataset.invented && !quiet) {
    printLine("The demo set: users, films and ratings are invented.\n");
  }
  if (similarTo !== undefined) {
    presentSimilar(common, similarTo, dataset, quiet);
  } else {
    await presentLists({ ...common, users }, dataset, options);
  }
}

async function presentLists(
  request: RecommendOptions,
  dataset: Dataset,
  { out, json, users, explain: isExplained }: RecommendCommandOptions,
): Promise<void> {
  if (out !== undefined) await writeRecommendations(out, request, dataset);
  const reasonsFor = isExplained === true ? reasonsBy(request.model) : undefined;
  if (json === true) {
    const { name: data, invented } = dataset;
    const lists = (await recommend(request)).map((list) => listAsJson(list, dataset, reasonsFor));
    printJson({ model: request.model.describe().id, data, invented, lists });
    return;
  }
  if (users !== undefined) {
    for (const list of await recommend(request)) printList(list, dataset, reasonsFor);
  }
  if (out !== undefined) printLine(`${counted(request.users.length, "list")} written to ${out}`);
}

async function readDataset(options: RecommendCommandOptions): Promise<Dataset> {
  const { train, data, threshold, columns } = options;
  checkInput(options);
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

function itemsOf(dataset: Dataset, options: RecommendCommandOptions): number[] | undefined {
  if (options.similarTo === undefined) return undefined;
  return [...new Set(options.similarTo)].map((id) => {
    const item = dataset.items.indexOf(id);
    if (item >= 0) return item;
    throw new MoviolaError("E_CLI_ITEM", "There is no such item in the data", {
      where: "--similar-to",
      expected: `ids such as ${dataset.items.ids.slice(0, 3).join(", ")}`,
      got: id,
      remedy: "Check the id's spelling: ids are as the file writes them",
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
