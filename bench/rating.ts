/**
 * Rating predictors on MovieLens, random 90/5/5 splits: RMSE on test as mean and standard deviation over
 * seeds, seconds for a fit and for 50,000 predictions; then our kNN and SVD++ against naive reference
 * loops, as ratios from one run. Data sets that are not there are left out.
 *
 *   npm run bench rating
 *   BENCH_SEEDS=1 BENCH_DATA=ml-100k npm run bench rating
 */
import { loadDataset } from "../src/data/index.js";
import { makeSplit } from "../src/data/split/index.js";
import type { Dataset } from "../src/data/dataset.js";
import type { Config } from "../src/common/json.js";
import { runExperiment } from "../src/experiment/run-experiment.js";
import type { RatingPredictor } from "../src/models/contract.js";
import { createModel, ratingModels } from "../src/models/registry.js";
import { naiveItemSimilarities, naiveSvdPpEpoch } from "./reference/naive-rating.js";

const nSeeds = Number(process.env.BENCH_SEEDS ?? 5);
const names = (process.env.BENCH_DATA ?? "ml-100k,ml-1m").split(",");
const split = (dataset: Dataset, seed: number) =>
  makeSplit(dataset, { name: "random-ratings", train: 0.9, valid: 0.05, test: 0.05, seed });

const zeroFilled = ["zero-filled-item-cf", "zero-filled-user-cf"];
const variants: [string, Config][] = ratingModels.flatMap(({ id }): [string, Config][] => {
  if (zeroFilled.includes(id)) return [0, 20, 40].map((neighbours) => [id, { neighbours }]);
  if (id === "zero-filled-svd") return [5, 10, 20].map((size) => [id, { embeddingSize: size }]);
  return [[id, {}]];
});

function spread(values: readonly number[]): [mean: number, deviation: number] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return [mean, Math.sqrt(squares / Math.max(1, values.length - 1))];
}

async function row(dataset: Dataset, model: string, config: Config): Promise<string> {
  const rmse: number[] = [];
  const fit: number[] = [];
  const predict: number[] = [];
  for (let seed = 1; seed <= nSeeds; seed++) {
    const run = await runExperiment({
      ...{ dataset, split: split(dataset, seed), model, config, seed },
      ...{ metrics: ["rmse"], store: false, keepModel: true },
    });
    rmse.push(run.record.metrics.rmse.mean);
    fit.push(run.record.seconds.fit);
    predict.push(await secondsFor50k(dataset, (await run.model()) as RatingPredictor));
  }
  const [mean, deviation] = spread(rmse);
  const name = `${model} ${Object.keys(config).length > 0 ? JSON.stringify(config) : ""}`;
  return [
    name.padEnd(44),
    dataset.name.padEnd(8),
    `${mean.toFixed(4)} ± ${deviation.toFixed(4)}`,
    `fit ${spread(fit)[0].toFixed(2)} s`,
    `50k predictions ${spread(predict)[0].toFixed(2)} s`,
  ].join("  ");
}

async function secondsFor50k(dataset: Dataset, model: RatingPredictor): Promise<number> {
  const { userIndex, itemIndex, nRows } = dataset.interactions;
  const rows = Int32Array.from({ length: 50_000 }, (_unused, nth) => (nth * 7919) % nRows);
  const users = rows.map((at) => userIndex[at]);
  const items = rows.map((at) => itemIndex[at]);
  const start = performance.now();
  await model.predict(users, items);
  return (performance.now() - start) / 1000;
}

async function ratios(dataset: Dataset): Promise<void> {
  const { train } = split(dataset, 1);
  const seconds = async (action: () => unknown): Promise<number> => {
    const start = performance.now();
    await action();
    return (performance.now() - start) / 1000;
  };
  const fit = (id: string, config: Config) =>
    createModel(id, config).fit({ train, ratingScale: dataset.ratingScale, seed: 1 });
  const pairs: [string, number, number][] = [
    [
      "item similarities",
      await seconds(() => naiveItemSimilarities(train)),
      await seconds(() => fit("item-knn-baseline", {})),
    ],
    [
      "SVD++, one epoch",
      await seconds(() => naiveSvdPpEpoch(train, 20)),
      await seconds(() => fit("svd-pp", { epochs: 1 })),
    ],
  ];
  for (const [what, naive, ours] of pairs) {
    console.log(
      `${what.padEnd(20)} ${dataset.name.padEnd(8)} naive ${naive.toFixed(2)} s, ours ${ours.toFixed(2)} s, ` +
        `ratio ${(naive / ours).toFixed(1)}`,
    );
  }
}

for (const name of names) {
  const dataset = await loadDataset(name, { texts: false, posters: false }).catch(() => undefined);
  if (dataset === undefined) {
    console.log(`${name} is not there (see MOVIOLA_DATA)`);
    continue;
  }
  for (const [model, config] of variants) console.log(await row(dataset, model, config));
  // The naive loops take minutes on the larger set.
  if (name === "ml-100k") await ratios(dataset);
}
