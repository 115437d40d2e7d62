/**
 * What the rating models reach on the real MovieLens sets, random 90/5/5 splits. The values of the
 * zero-filled rows are those that dense numpy gives on five other splits of the same kind.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Config } from "../../src/common/json.js";
import type { Dataset } from "../../src/data/dataset.js";
import { dataRoots } from "../../src/data/read/data-roots.js";
import { loadDataset } from "../../src/data/read/load-dataset.js";
import { makeSplit } from "../../src/data/split/make-split.js";
import { runExperiment } from "../../src/experiment/run-experiment.js";

const isThere = (name: string): boolean => dataRoots().some((root) => existsSync(join(root, name)));
const load = (name: string): Promise<Dataset> =>
  loadDataset(name, { texts: false, posters: false });
const minutes = 60_000;

async function meanRmse(
  dataset: Dataset,
  model: string,
  config: Config,
  seeds: readonly number[],
): Promise<number> {
  let sum = 0;
  for (const seed of seeds) {
    const shares = { train: 0.9, valid: 0.05, test: 0.05 };
    const split = makeSplit(dataset, { name: "random-ratings", ...shares, seed });
    const settings = { model, config, seed, metrics: ["rmse"], store: false as const };
    sum += (await runExperiment({ dataset, split, ...settings })).record.metrics.rmse.mean;
  }
  return sum / seeds.length;
}

const seeds = [1, 2, 3, 4, 5];

describe.skipIf(!isThere("ml-100k"))("MovieLens 100K, where its files are there", () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await load("ml-100k");
  });

  test("bias lands on .948 within .01", { timeout: 2 * minutes }, async () => {
    expect(Math.abs((await meanRmse(dataset, "bias", {}, seeds)) - 0.948)).toBeLessThan(0.01);
  });

  test("item-kNN with baselines is at most .92", { timeout: 2 * minutes }, async () => {
    expect(await meanRmse(dataset, "item-knn-baseline", {}, seeds)).toBeLessThanOrEqual(0.92);
  });

  test("SVD++ is at most .93", { timeout: 5 * minutes }, async () => {
    expect(await meanRmse(dataset, "svd-pp", {}, seeds)).toBeLessThanOrEqual(0.93);
  });

  test.each([
    ["zero-filled-user-cf", { neighbours: 0 }, 2.923],
    ["zero-filled-user-cf", { neighbours: 20 }, 2.433],
    ["zero-filled-user-cf", { neighbours: 40 }, 2.414],
    ["zero-filled-item-cf", { neighbours: 0 }, 3.069],
    ["zero-filled-item-cf", { neighbours: 20 }, 2.3],
    ["zero-filled-item-cf", { neighbours: 40 }, 2.31],
    ["zero-filled-svd", { embeddingSize: 5 }, 2.6],
    ["zero-filled-svd", { embeddingSize: 10 }, 2.507],
    ["zero-filled-svd", { embeddingSize: 20 }, 2.515],
  ] as [string, Config, number][])(
    "%s %j lands on %d within .05",
    { timeout: 2 * minutes },
    async (model, config, value) => {
      const rmse = await meanRmse(dataset, model, config, seeds);
      expect(Math.abs(rmse - value)).toBeLessThan(0.05);
    },
  );
});

describe.skipIf(!isThere("ml-1m"))("MovieLens 1M, where its files are there, one split", () => {
  let dataset: Dataset;
  beforeAll(async () => {
    dataset = await load("ml-1m");
  });

  test("item-kNN with baselines is at most .850", { timeout: 3 * minutes }, async () => {
    expect(await meanRmse(dataset, "item-knn-baseline", {}, [1])).toBeLessThanOrEqual(0.85);
  });

  test("SVD++ is at most .855", { timeout: 5 * minutes }, async () => {
    expect(await meanRmse(dataset, "svd-pp", {}, [1])).toBeLessThanOrEqual(0.855);
  });
});
