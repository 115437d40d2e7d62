import { Command, InvalidArgumentError, Option } from "commander";
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { MoviolaError } from "../common/errors.js";
import type { RatingScale } from "../data/dataset.js";
import { runExperiment } from "../experiment/run-experiment.js";
import type { RunRecord } from "../experiment/run-record.js";
import { saveSearch } from "../experiment/select/search-file.js";
import type { SearchRecord } from "../experiment/select/search-record.js";
import { RunStore } from "../experiment/store/run-store.js";
import { createModel } from "../models/registry.js";
import { printRejected, printWarning, rejectedCounts } from "./support/describe-run.js";
import {
  addReadOptions,
  addSeed,
  fileFormats,
  type ReadOptions,
} from "./support/evaluation-options.js";
import {
  addFeatureOptions,
  checkFeatures,
  describeModalities,
  featureFormats,
  matricesOf,
  parseFeatures,
  readModalities,
} from "./support/feature-options.js";
import {
  addContentOptions,
  readGivenContent,
  type ContentOptions,
} from "./support/given-content.js";
import { readGivenFiles, type GivenFiles } from "./support/given-files.js";
import { modelSettings, wholeNumberOption } from "./support/options.js";
import { printJson, printLine, withTerminalProgress } from "./support/output.js";
import { checkOutputs } from "./support/output-files.js";
import { scaleOption } from "./support/scale.js";
import { refuseThreshold } from "./support/threshold.js";
import { untilStopped } from "./support/until-stopped.js";
import { workersOption } from "./support/workers.js";
import { printSearch, printTest } from "./tune/print-search.js";
import { evaluateLine } from "./tune/evaluate-line.js";
import { search, type SearchFlags, type TuningData } from "./tune/search.js";

/** The options of `moviola tune`, as commander gives them. */
interface TuneOptions extends ReadOptions, ContentOptions, SearchFlags {
  readonly train: string;
  readonly valid: string;
  readonly test?: string;
  readonly ratingScale?: RatingScale;
  readonly features?: string[];
  readonly set?: string[];
  readonly seed: number;
  readonly out?: string;
  readonly store?: string;
  readonly json?: boolean;
}

const example = `
Example (\`moviola data split\` makes such files):
  $ moviola tune item-knn --train train.tsv --valid valid.tsv --budget 20 --out item-knn.json
  $ moviola tune svd-pp --train train.tsv --valid valid.tsv --strategy halving --set patience=0 --test test.tsv
${fileFormats}
${featureFormats}

Configurations are tried on the validation file alone; the best mean is chosen, the earlier one of equals. Each
trial is a run of the store: a search that was stopped goes on where it was. The test file is opened after the
choice, for one evaluation. docs/command-line.md says more, and shows a file for --space.`;

/** `moviola tune`: chooses the settings of a model on a validation file. */
export function tuneCommand(): Command {
  const command = new Command("tune")
    .description("choose the settings of a model on a validation file")
    .argument("<model>", "id of a model; `moviola models` lists them")
    .addHelpText("after", example)
    .action(tune)
    .optionsGroup("Files:")
    .requiredOption("--train <file>", "training rows: user, item, rating(, timestamp); required")
    .requiredOption("--valid <file>", "rows to choose by; required")
    .option("--test <file>", "held-out rows, for one evaluation of what was chosen");
  addReadOptions(command).option(
    "--rating-scale <low,high>",
    "range of ratings (default: as in train)",
    scaleOption,
  );
  command.optionsGroup("Content:");
  addFeatureOptions(addContentOptions(command));
  command
    .optionsGroup("Search:")
    .option("--budget <n>", "configurations to try", budgetOption, 40)
    .addOption(
      new Option("--strategy <name>", "random: all in full; halving: many a little, few in full")
        .choices(["random", "halving"])
        .default("random", "random"),
    )
    .option("--metric <name>", "what to choose by (default: ndcg@10, for ratings rmse)")
    .option("--space <file>", "JSON: what to try for each setting (default: the model's own)")
    .option("--set <key=value...>", "settings that stay fixed")
    .option("--workers <n>", "trials at once (default: one a core)", workersOption);
  return addSeed(command, "the draw, the fits and the intervals")
    .optionsGroup("Output:")
    .option("--out <file>", "write the whole search as JSON")
    .option("--store <folder>", "run store (default: MOVIOLA_RUNS, else .moviola/runs)")
    .option("--json", "print one JSON object");
}

async function tune(model: string, options: TuneOptions): Promise<void> {
  refuseThreshold(model, options.threshold);
  const config = modelSettings(model, options.set);
  createModel(model, config);
  const warnings = checkFeatures(model, parseFeatures(options.features));
  const store = new RunStore(options.store);
  await checkOutputs({
    files: { "--out": options.out },
    folders: { "--store": store.directory },
    inputs: [
      options.train,
      options.valid,
      options.test,
      options.space,
      options.items,
      options.users,
    ],
  });
  if (options.test !== undefined) await requireFile(options.test);
  // Without the test file: what is chosen must not depend on it, not even by the items that it names.
  const read = await readParts(options, model);
  const given = { ...read, warnings: [...read.warnings, ...warnings] };
  const quiet = options.json === true;
  const found = await untilStopped(
    "trials stay in the run store, the same command goes on",
    (signal) =>
      withTerminalProgress(`tune ${model}`, quiet, (onProgress) =>
        search({ model, config, given, store, signal, onProgress }, options),
      ),
  );
  if (found === undefined) return;
  const test = await evaluateChosen(found, store, options);
  const record = test === undefined ? found : { ...found, test: testOf(test) };
  if (options.out !== undefined) await saveSearch(options.out, record);
  if (quiet) printJson(asJson(record, given, options));
  else print(record, test, given, options);
}

/** Throws `E_DATA_FILE` now rather than after the search. */
async function requireFile(path: string): Promise<void> {
  try {
    await access(path, constants.R_OK);
  } catch (cause) {
    throw new MoviolaError("E_DATA_FILE", "A data file cannot be read", {
      where: path,
      expected: "a readable file",
      got: cause instanceof Error ? cause.message : String(cause),
      remedy: "Check the path after --test",
      cause,
    });
  }
}

/** The files with the features of the model for their items. */
async function readParts(options: TuneOptions, model: string, test?: string): Promise<TuningData> {
  const { train, valid, threshold, ratingScale, columns } = options;
  const files: GivenFiles = { train, valid, ...(test === undefined ? {} : { test }) };
  const content = await readGivenContent(options);
  const given = await readGivenFiles(files, {
    content,
    ...(threshold === undefined ? {} : { threshold }),
    ...(ratingScale === undefined ? {} : { scale: ratingScale }),
    ...(columns === undefined ? {} : { columns }),
  });
  const sources = parseFeatures(options.features);
  const modalities = await readModalities(model, sources, given.dataset, content.items?.ids);
  return { ...given, modalities };
}

/** The one evaluation on test, which is the run that `moviola evaluate` makes of the configuration. */
async function evaluateChosen(
  found: SearchRecord,
  store: RunStore,
  options: TuneOptions,
): Promise<RunRecord | undefined> {
  if (options.test === undefined) return undefined;
  const { model, bestConfig: config, seed } = found;
  const { dataset, split, modalities } = await readParts(options, model, options.test);
  const features = matricesOf(modalities);
  const run = await runExperiment({
    ...{ dataset, split, model, config, seed, store },
    ...(features === undefined ? {} : { features }),
  });
  return run.record;
}

function testOf({ id, metrics }: RunRecord): NonNullable<SearchRecord["test"]> {
  return { runId: id, metrics };
}

function print(
  record: SearchRecord,
  test: RunRecord | undefined,
  given: TuningData,
  options: TuneOptions,
): void {
  printRejected(given.rejected);
  for (const warning of given.warnings) printWarning(warning);
  for (const line of describeModalities(given.modalities)) printLine(line);
  printSearch(record);
  if (test !== undefined) printTest(test);
  if (options.out !== undefined) printLine(`written: ${options.out}`);
  printLine(
    test === undefined ? "Evaluate it once, on rows that no choice has seen:" : "The same run:",
  );
  printLine(`  ${evaluateLine(record, options)}`);
}

function asJson(record: SearchRecord, given: TuningData, options: TuneOptions): object {
  const { warnings, rejected } = given;
  const evaluate = evaluateLine(record, options);
  return { ...record, warnings, rejectedRows: rejectedCounts(rejected), evaluate };
}

/** Parses a number of configurations from 1 up, for commander. */
function budgetOption(text: string): number {
  const budget = wholeNumberOption(text);
  if (budget < 1 || budget > 100_000) {
    throw new InvalidArgumentError("expected a whole number from 1 to 100000.");
  }
  return budget;
}
