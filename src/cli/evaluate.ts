import { Command, Option } from "commander";
import { MoviolaError } from "../common/errors.js";
import { userItemMatrix } from "../data/split/matrix.js";
import type { ExperimentRun } from "../experiment/experiment-run.js";
import { recommend } from "../experiment/recommend.js";
import { runExperiment } from "../experiment/run-experiment.js";
import { RunStore } from "../experiment/store/run-store.js";
import { modelEntry } from "../models/registry.js";
import { printRejected, printRun } from "./support/describe-run.js";
import { addFileOptions, addTopK, type FileOptions } from "./support/evaluation-options.js";
import { readGivenFiles, type GivenData } from "./support/given-files.js";
import { listOption, modelSettings } from "./support/options.js";
import { printJson, withTerminalProgress } from "./support/output.js";
import { scaleOption } from "./support/scale.js";
import { writeRecommendations, writeUnits } from "./support/write-tables.js";
import type { RatingScale } from "../data/dataset.js";

interface EvaluateOptions extends FileOptions {
  readonly task?: "ranking" | "rating";
  readonly metrics?: string[];
  readonly set: string[];
  readonly out?: string;
  readonly recommendations?: string;
  readonly perUser?: string;
  readonly timeOrder: "none" | "user" | "all";
  readonly ratingScale?: RatingScale;
}

const example = `
Example:
  $ moviola evaluate item-knn --train train.tsv --test test.tsv --task ranking --top-k 5,10,20
  $ moviola evaluate svd-pp --train u1.base --test u1.test --task rating --set factors=20 --json

Files have user, item, rating(, timestamp) columns: CSV, TSV, JSON lines, Parquet, MovieLens.`;

/** `moviola evaluate`: fits a model on a training file and measures it once on a test file. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("fit a model on a training file and measure it on a test file")
    .argument("<model>", "id of a model; `moviola models` lists them")
    .addOption(new Option("--task <task>", "what the model is for").choices(["ranking", "rating"]));
  addTopK(addFileOptions(command), [5, 10, 20]);
  return command
    .option("--metrics <names>", "such as ndcg,recall@50,auc or rmse,mae", listOption)
    .option("--set <key=value...>", "settings of the model", [])
    .option("--rating-scale <low,high>", "range of ratings (default: as in train)", scaleOption)
    .addOption(
      new Option("--time-order <order>", "order of time that the files promise, which is checked")
        .choices(["none", "user", "all"])
        .default("none"),
    )
    .option("--out <folder>", "run store to keep the run in (default: .moviola/runs)")
    .option("--recommendations <file>", "write the lists of the test users as TSV")
    .option("--per-user <file>", "write the values of every user (or rating) as TSV")
    .addHelpText("after", example)
    .action(evaluate);
}

async function evaluate(model: string, options: EvaluateOptions): Promise<void> {
  checkTask(model, options.task);
  const given = await readGivenFiles(options, {
    ...(options.threshold === undefined ? {} : { threshold: options.threshold }),
    ...(options.ratingScale === undefined ? {} : { scale: options.ratingScale }),
    timeOrder: options.timeOrder,
  });
  const title = `evaluate ${model}`;
  const run = await withTerminalProgress(title, options.json === true, (onProgress) =>
    runExperiment({
      dataset: given.dataset,
      split: given.split,
      model,
      config: modelSettings(model, options.set),
      topK: options.topK,
      ...(options.metrics === undefined ? {} : { metrics: options.metrics }),
      seed: options.seed,
      store: new RunStore(options.out),
      keepModel: options.recommendations !== undefined,
      ...(onProgress === undefined ? {} : { onProgress }),
    }),
  );
  await writeFiles(run, given, options);
  printRejected(given.rejected);
  if (options.json === true) printJson(asJson(run, given));
  else printRun(run.record, run.fromStore);
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
  given: GivenData,
  options: EvaluateOptions,
): Promise<void> {
  const { dataset, split } = given;
  if (options.perUser !== undefined) await writeUnits(options.perUser, run.units, dataset);
  if (options.recommendations === undefined) return;
  const lists = recommend({
    model: await run.model(),
    seen: [split.train, split.valid],
    users: usersOf(run, given),
    topK: Math.max(...options.topK),
  });
  await writeRecommendations(options.recommendations, lists, dataset);
}

/** Users that were measured; for ratings, those with a training row. */
function usersOf(run: ExperimentRun, given: GivenData): Int32Array {
  if (run.units.unit === "user") return run.units.userIndex;
  const { offsets } = userItemMatrix(given.split.train);
  const users = Int32Array.from({ length: given.dataset.nUsers }, (_unused, user) => user);
  return users.filter((user) => offsets[user + 1] > offsets[user]);
}

function asJson(run: ExperimentRun, given: GivenData): Record<string, unknown> {
  const { record } = run;
  const { manifest } = record;
  return {
    model: manifest.model.id,
    task: manifest.task,
    config: manifest.model.config,
    seed: manifest.seed,
    metrics: record.metrics,
    skippedUsers: record.skippedUsers,
    warnings: record.warnings,
    rejectedRows: Object.fromEntries(
      Object.entries(given.rejected).map(([path, { count }]) => [path, count]),
    ),
    protocol: manifest.protocol,
    seconds: record.seconds,
    peakMemoryBytes: record.peakMemoryBytes,
    run: record.id,
    fromStore: run.fromStore,
  };
}
