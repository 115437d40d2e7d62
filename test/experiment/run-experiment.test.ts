import { describe, expect, it } from "vitest";
import { positivesByThreshold, splitByLabels, splitRandomRatings } from "../../src/data/index.js";
import { openTestPart } from "../../src/data/split/parts.js";
import type { Config } from "../../src/common/index.js";
import { runExperiment, type RunRecord } from "../../src/experiment/index.js";
import { evaluateRanking } from "../../src/experiment/evaluate/ranking.js";
import {
  ratingModels,
  type FitInput,
  type ModelEntry,
  type RatingPredictor,
  type Recommender,
} from "../../src/models/index.js";
import { datasetOf } from "../support/dataset-of.js";
import { campDataset, campSplit, temporaryStore } from "../support/experiment-data.js";
import { stubPredictor } from "../support/stub-models.js";

const dataset = campDataset();
const split = campSplit(dataset);
const standard = { dataset, split, store: false } as const;

/** What must be the same in two runs of the same manifest. */
function lasting({ startedAt: _at, seconds: _s, peakMemoryBytes: _m, ...rest }: RunRecord) {
  return rest;
}

describe("runExperiment", () => {
  it.each(["svd-pp", "random", "item-knn"])("%s gives the same record twice", async (model) => {
    const config: Config = model === "svd-pp" ? { epochs: 4 } : {};
    const one = await runExperiment({ ...standard, model, config, seed: 7 });
    const two = await runExperiment({ ...standard, model, config, seed: 7 });
    expect(lasting(two.record)).toEqual(lasting(one.record));
    expect(two.units).toEqual(one.units);
    const other = await runExperiment({ ...standard, model, config, seed: 8 });
    expect(other.record.id).not.toBe(one.record.id);
  });

  it("records manifest, metrics, curve, cost and warnings of a rating run", async () => {
    const { record, units } = await runExperiment({
      ...standard,
      model: "biased-mf",
      config: { epochs: 5 },
      seed: 3,
    });
    const { manifest } = record;
    expect(manifest).toMatchObject({
      schema: 1,
      task: "rating",
      dataset: { name: "small", hash: dataset.contentHash, invented: true },
      split: { name: "per-user-random", seed: 1, hash: split.hash },
      model: { id: "biased-mf", config: { epochs: 5 } },
      features: {},
      metrics: ["rmse", "mae"],
      protocol: { part: "test" },
      seed: 3,
    });
    expect(Object.keys(manifest.model.config).length).toBeGreaterThan(1);
    expect(record.curve.length).toBe(record.epochs);
    expect(record.metrics.rmse.n).toBe(split.test.nRows);
    expect(units.userIndex).toEqual(openTestPart(split.test).userIndex);
    expect(record.warnings).toEqual([]);
    expect(record.seconds.fit).toBeGreaterThan(0);
    expect(record.seconds.evaluate).toBeGreaterThan(0);
    expect(record.peakMemoryBytes).toBeGreaterThan(20e6);
    expect(new Date(record.startedAt).toISOString()).toBe(record.startedAt);
  });

  it("states relevance, mask and ties of a ranking run, and warns of low ratings as relevant", async () => {
    const all = await runExperiment({ ...standard, model: "popularity" });
    expect(all.record.manifest.protocol).toMatchObject({
      part: "test",
      relevance: "every held-out row",
      mask: "train+valid",
      ties: "lower item index first",
    });
    expect(all.record.warnings).toEqual([expect.stringContaining("ratings of 1 too")]);
    const relevance = { threshold: 4 };
    const high = await runExperiment({ ...standard, model: "popularity", relevance });
    expect(high.record.manifest.protocol.relevance).toBe("rating >= 4");
    expect(high.record.warnings).toEqual([]);
    const positives = positivesByThreshold(dataset, 4);
    const implicit = await runExperiment({
      dataset: positives,
      split: campSplit(positives),
      model: "popularity",
      store: false,
    });
    expect(implicit.record.warnings).toEqual([]);
  });

  it("masks the items of train and valid, of train, or none", async () => {
    const run = { ...standard, model: "popularity", metrics: ["recall@5"] };
    const model = await (await runExperiment(run)).model();
    const [train, valid] = [split.train.interactions, split.valid.interactions];
    const protocols = [
      ["train+valid", [train, valid]],
      ["train", [train]],
      ["none", []],
    ] as const;
    const means = new Set<number>();
    for (const [mask, masked] of protocols) {
      const { record, units } = await runExperiment({ ...run, mask });
      const heldOut = openTestPart(split.test);
      const alone = await evaluateRanking({
        model: model as Recommender,
        nUsers: dataset.nUsers,
        nItems: dataset.nItems,
        metrics: run.metrics,
        masked,
        heldOut,
        all: [train],
        seed: 1,
      });
      expect(units).toEqual(alone.units);
      means.add(record.metrics["recall@5"].mean);
    }
    expect(means.size).toBe(3);
  });

  it("gives the model train, valid, scale, content, attributes, features and seed, and no test part", async () => {
    const inputs: FitInput[] = [];
    const stub = stubPredictor(() => 3);
    const fit = (input: FitInput) => {
      inputs.push(input);
      return Promise.resolve({ epochs: 0, curve: [] });
    };
    const create = (): RatingPredictor => ({ ...stub, fit });
    const kind = { id: "stub", task: "rating", features: "optional" } as const;
    const entry = { ...kind, defaults: {}, searchSpace: {}, create };
    const models = ratingModels as ModelEntry<RatingPredictor>[];
    models.push(entry);
    const values = new Float32Array(80);
    const features = { text: { nItems: 40, dim: 2, values, missing: new Uint8Array(40) } };
    const empty = splitByLabels(
      dataset,
      dataset.interactions.rating.map((_r, row) => (row % 2) * 2),
    );
    try {
      await runExperiment({ ...standard, model: "stub", seed: 9, features });
      await runExperiment({ ...standard, model: "stub", split: empty });
    } finally {
      models.pop();
    }
    const { train, valid } = split;
    const { ratingScale, itemContent, userAttributes } = dataset;
    const known = { ratingScale, itemContent, userAttributes };
    expect(inputs[0]).toEqual({ train, valid, ...known, features, seed: 9 });
    expect(Object.keys(inputs[1]).sort()).toEqual([...Object.keys(known), "seed", "train"].sort());
  });

  it("takes metrics at every list length, or at the one that is named", async () => {
    const metrics = ["recall", "ndcg@7", "auc"];
    const { record } = await runExperiment({
      ...standard,
      model: "popularity",
      metrics,
      topK: [2, 3],
    });
    expect(Object.keys(record.metrics)).toEqual(["recall@2", "recall@3", "ndcg@7", "auc"]);
    expect(record.manifest.metrics).toEqual(Object.keys(record.metrics));
    const usual = await runExperiment({ ...standard, model: "popularity" });
    expect(Object.keys(usual.record.metrics)).toContain("ndcg@20");
    expect(usual.units.values["ndcg@10"]).toHaveLength(usual.record.metrics["ndcg@10"].n);
  });

  it("is taken from the store when the manifest is the same", async () => {
    const store = await temporaryStore();
    const first = await runExperiment({ dataset, split, model: "bias", store });
    const again = await runExperiment({ dataset, split, model: "bias", store });
    expect([first.fromStore, again.fromStore]).toEqual([false, true]);
    expect(again.record).toEqual(first.record);
    expect(again.units).toEqual(first.units);
    const other = await runExperiment({ dataset, split, model: "bias", seed: 2, store });
    expect(other.fromStore).toBe(false);
  });

  it("gives the fitted model, kept or made again from the store", async () => {
    const store = await temporaryStore();
    const options = { dataset, split, model: "svd-pp", config: { epochs: 2 }, store };
    const kept = await runExperiment({ ...options, keepModel: true });
    const again = await runExperiment(options);
    expect(again.fromStore).toBe(true);
    const { userIndex, itemIndex } = openTestPart(split.test);
    const predictions = await Promise.all(
      [kept, again].map(async (run) =>
        ((await run.model()) as RatingPredictor).predict(userIndex, itemIndex),
      ),
    );
    expect(predictions[1]).toEqual(predictions[0]);
    expect([...predictions[0]]).toEqual([...kept.units.values.prediction]);
    expect(await again.model()).toBe(await again.model());
  });

  it("stops before it starts when the signal says so", async () => {
    const signal = AbortSignal.abort(new Error("not now"));
    await expect(runExperiment({ ...standard, model: "bias", signal })).rejects.toThrow("not now");
  });

  it("reports fit and evaluation", async () => {
    const tasks = new Set<string>();
    await runExperiment({
      ...standard,
      model: "svd-pp",
      config: { epochs: 2 },
      onProgress: ({ task }) => tasks.add(task),
    });
    expect([...tasks]).toContain("evaluate svd-pp");
    expect(tasks.size).toBeGreaterThan(1);
  });
});

describe("what runExperiment refuses", () => {
  const bias = { ...standard, model: "bias" };
  const popularity = { ...standard, model: "popularity" };

  it.each([
    ["an unknown model", { ...standard, model: "best" }, "E_MODEL_UNKNOWN"],
    ["an unknown setting", { ...bias, config: { magic: 1 } }, "E_MODEL_CONFIG"],
    ["a ranking metric for ratings", { ...bias, metrics: ["ndcg@10"] }, "E_EXPERIMENT_METRIC"],
    ["a rating metric for ranking", { ...popularity, metrics: ["rmse"] }, "E_EXPERIMENT_METRIC"],
    ["an unknown metric", { ...popularity, metrics: ["magic@10"] }, "E_EXPERIMENT_METRIC"],
    ["no metric", { ...popularity, metrics: [] }, "E_EXPERIMENT_METRIC"],
    ["a list length of 0", { ...popularity, topK: [0] }, "E_METRIC_NAME"],
    ["a malformed name", { ...popularity, metrics: ["ndcg@x"] }, "E_METRIC_NAME"],
    ["NaN as threshold", { ...popularity, relevance: { threshold: NaN } }, "E_EXPERIMENT_OPTION"],
    ["a seed that is none", { ...bias, seed: -1 }, "E_RANDOM_SEED"],
  ])("%s", async (_name, options, code) => {
    await expect(runExperiment(options)).rejects.toThrow(code);
  });

  it("an empty test part", async () => {
    const untested = splitRandomRatings(dataset, { train: 0.8, valid: 0.2, test: 0, seed: 1 });
    for (const options of [bias, popularity]) {
      const run = runExperiment({ ...options, split: untested });
      await expect(run).rejects.toThrow("E_EXPERIMENT_EMPTY");
    }
  });

  it("a leaking split, unless it is asked for and then recorded", async () => {
    const doubled = datasetOf([
      [0, 0, 4],
      [0, 1, 3],
      [0, 0, 2],
      [1, 1, 5],
    ]);
    const leaking = {
      dataset: doubled,
      split: splitByLabels(doubled, [0, 0, 2, 0]),
      model: "global-mean",
      store: false,
    } as const;
    await expect(runExperiment(leaking)).rejects.toThrow("E_LEAK_PAIR");
    const { record } = await runExperiment({ ...leaking, allowLeaks: ["E_LEAK_PAIR"] });
    expect(record.warnings).toEqual([expect.stringContaining("user u0, item i0")]);
    expect(record.manifest.protocol.allowedLeaks).toBe("E_LEAK_PAIR");
  });

  it("a stored run of a split that leaks now", async () => {
    const store = await temporaryStore();
    await runExperiment({ dataset, split, model: "bias", store });
    const moved = { ...split, nDropped: 1 };
    const run = runExperiment({ dataset, split: moved, model: "bias", store });
    await expect(run).rejects.toThrow("E_LEAK_ROWS");
  });
});
