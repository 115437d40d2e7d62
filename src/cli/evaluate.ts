import { Command, Option } from "commander";
import { MoviolaError } from "../common/errors.js";
import { userItemMatrix } from "../data/split/matrix.js";
import type { ExperimentRun } from "../experiment/experiment-run.js";
import { estimateFitBytes } from "../experiment/fit-model.js";
import type { ExperimentOptions } from "../experiment/options.js";
import { runExperiment } from "../experiment/run-experiment.js";
import { RunStore } from "../experiment/store/run-store.js";
import { createModel, modelEntry } from "../models/registry.js";
import { formatBytes } from "../report/show/format.js";
import { printRejected, printRun, printWarning, rejectedCounts } from "./support/describe-run.js";
import {
  checkEvaluationInput,
  readEvaluationInput,
  type EvaluationInput,
  type EvaluationInputOptions,
} from "./support/evaluation-input.js";
import { addDataOptions, addSeed, addTopK, fileFormats } from "./support/evaluation-options.js";
import {
  addFeatureOptions,
  addKnockOut,
  describeModalities,
  featureFormats,
  matricesOf,
  parseKnockOut,
} from "./support/feature-options.js";
import { addContentOptions } from "./support/given-content.js";
import { listOption, modelSettings } from "./support/options.js";
import { printJson, printLine, withTerminalProgress } from "./support/output.js";
import { checkOutputs } from "./support/output-files.js";
import { scaleOption } from "./support/scale.js";
import { refuseThreshold } from "./support/threshold.js";
import { writeRecommendations, writeUnits } from "./support/write-tables.js";

interface EvaluateOptions extends EvaluationInputOptions {
  readonly topK: number[];
  readonly knockOut?: string[];
  readonly json?: boolean;
  readonly task?: "ranking" | "rating";
  readonly metrics?: string[];
  readonly set?: string[];
  readonly out?: string;
  readonly recommendations?: string;
  readonly perUser?: string;
}

const example = `
Example (\`moviola data split\` makes such files):
  $ moviola evaluate item-knn --train train.tsv --valid valid.tsv --test test.tsv --top-k 5,10,20
  $ moviola evaluate svd-pp --train train.tsv --test test.tsv --task rating --set embeddingSize=10 epochs=5 --json
  $ moviola evaluate item-knn --data demo --split per-user-random train=0.8 valid=0.1 test=0.1 --threshold 4
${fileFormats}
${featureFormats}

Ranking: every user with a test row is ranked over all items of the files but those of the user's train
and valid rows; every test row is relevant. Rating: every test row is predicted. A run with the same data,
settings, seed and code is taken from the run store. docs/command-line.md says more.`;

/** `moviola evaluate`: fits a model on a training file and measures it once on a test file. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("fit a model on training rows and measure it once on test rows")
    .argument("<model>", "id of a model; `moviola models` lists them")
    .addHelpText("after", example)
    .action(evaluate);
  addDataOptions(command)
    .option("--rating-scale <low,high>", "range of ratings (default: as in train)", scaleOption)
    .addOption(
      new Option("--time-order <order>", "order of time that the files promise, to be checked")
        .choices(["none", "user", "all"])
        .default("none", "none"),
    );
  command.optionsGroup("Content:");
  addKnockOut(addFeatureOptions(addContentOptions(command)));
  command
    .optionsGroup("Measurement:")
    .addOption(new Option("--task <task>", "what the model is for").choices(["ranking", "rating"]))
    .option("--metrics <names>", "such as ndcg,recall@50,auc or rmse,mae", listOption);
  addTopK(command, [5, 10, 20]).option(
    "--set <key=value...>",
    "settings of the model: `moviola models <model>` lists them",
  );
  addSeed(command, "the fit and the intervals");
  return command
    .optionsGroup("Output:")
    .option("--out <folder>", "run store (default: MOVIOLA_RUNS, else .moviola/runs)")
    .option("--recommendations <file>", "write lists as TSV: user, item, score, rank")
    .option("--per-user <file>", "write the values of every user as TSV; for ratings, every row's")
    .option("--json", "print one JSON object");
}

async function evaluate(model: string, options: EvaluateOptions): Promise<void> {
  checkTask(model, options.task);
  refuseThreshold(model, options.threshold);
  createModel(model, modelSettings(model, options.set));
  checkEvaluationInput(options, model);
  parseKnockOut(options.knockOut);
  const store = new RunStore(options.out);
  await checkOutputs({
    files: { "--recommendations": options.recommendations, "--per-user": options.perUser },
    folders: { "--out": store.directory },
    inputs: [options.train, options.valid, options.test, options.items, options.users],
  });
  const given = await readEvaluationInput(options, model);
  const settings = settingsOf(model, options, given, store);
  const quiet = options.json === true;
  if (!quiet) printInput(given, estimateFitBytes(settings, given.split));
  const run = await withTerminalProgress(`evaluate ${model}`, quiet, (onProgress) =>
    runExperiment({ ...settings, ...(onProgress === undefined ? {} : { onProgress }) }),
  );
  await writeFiles(run, given, options);
  if (quiet) printJson(asJson(run, given));
  else print(run, options);
}

function settingsOf(
  model: string,
  options: EvaluateOptions,
  { dataset, split, modalities }: EvaluationInput,
  store: RunStore,
): ExperimentOptions {
  const { topK, metrics, seed } = options;
  const features = matricesOf(modalities);
  return {
    ...{ dataset, split, model, topK, seed, store },
    config: modelSettings(model, options.set),
    ...(metrics === undefined ? {} : { metrics }),
    ...(features === undefined ? {} : { features }),
    knockOut: parseKnockOut(options.knockOut),
    keepModel: options.recommendations !== undefined,
  };
}

/** What is known before the start; warnings about the files go to standard error. */
function printInput(given: EvaluationInput, fitBytes: number | undefined): void {
  printRejected(given.rejected);
  for (const warning of given.warnings) printWarning(warning);
  for (const line of describeModalities(given.modalities)) printLine(line);
  if (fitBytes === undefined) return;
  const now = process.memoryUsage().rss;
  const words = `${formatBytes(now)} now, ${formatBytes(fitBytes)} for the fit`;
  printLine(`estimated peak memory: ${formatBytes(now + fitBytes)} (${words})`);
}

function print(run: ExperimentRun, options: EvaluateOptions): void {
  printRun(run.record, run.fromStore);
  for (const path of [options.recommendations, options.perUser]) {
    if (path !== undefined) printLine(`written: ${path}`);
  }
}

function checkTask(model: string, task: string | undefined): void {
  const entry = modelEntry(model);
  if (task === undefined || task === entry.task) return;
  throw new MoviolaError("E_CLI_TASK", `The model "${model}" is for another task`, {
    where: "--task",
    expected: entry.task,
    got: task,
    remedy: "`moviola models` lists the models of each task",
  });
}

async function writeFiles(
  run: ExperimentRun,
  given: EvaluationInput,
  options: EvaluateOptions,
): Promise<void> {
  const { dataset, split } = given;
  if (options.perUser !== undefined) await writeUnits(options.perUser, run.units, dataset);
  if (options.recommendations === undefined) return;
  const lists = {
    model: await run.model(),
    seen: [split.train, split.valid],
    users: usersOf(run, given),
    topK: Math.max(...options.topK),
  };
  await writeRecommendations(options.recommendations, lists, dataset);
}

/** Users that were measured; for ratings, those with a training row. */
function usersOf(run: ExperimentRun, given: EvaluationInput): Int32Array {
  if (run.units.unit === "user") return run.units.userIndex;
  const { offsets } = userItemMatrix(given.split.train);
  const users = Int32Array.from({ length: given.dataset.nUsers }, (_unused, user) => user);
  return users.filter((user) => offsets[user + 1] > offsets[user]);
}

function asJson(run: ExperimentRun, given: EvaluationInput): Record<string, unknown> {
  const { record } = run;
  const { manifest } = record;
  return {
    model: manifest.model.id,
    task: manifest.task,
    config: manifest.model.config,
    seed: manifest.seed,
    ...(manifest.knockOut === undefined ? {} : { knockOut: manifest.knockOut }),
    features: given.modalities.map(({ matrix: { nItems, dim }, ...rest }) => ({
      ...rest,
      nItems,
      dim,
    })),
    metrics: record.metrics,
    skippedUsers: record.skippedUsers,
    warnings: [...given.warnings, ...record.warnings],
    rejectedRows: rejectedCounts(given.rejected),
    protocol: manifest.protocol,
    seconds: record.seconds,
    peakMemoryBytes: record.peakMemoryBytes,
    run: record.id,
    fromStore: run.fromStore,
  };
}
