import { describe, expect, it } from "vitest";
import { splitPerUserRandom } from "../../../src/data/index.js";
import {
  gridSearch,
  randomSearch,
  runExperiment,
  selectedOnTest,
  tuningParts,
  type Config,
  type Progress,
} from "../../../src/index.js";
import { gridCandidates, randomCandidates } from "../../../src/experiment/select/candidates.js";
import { bestTrial } from "../../../src/experiment/select/best-trial.js";
import { modelEntry } from "../../../src/models/index.js";
import { compileErrors } from "../../support/compile.js";
import { campDataset, campSplit, temporaryStore } from "../../support/experiment-data.js";

const dataset = campDataset();
const split = campSplit(dataset);
const parts = tuningParts(split);
const space = { neighbours: [2, 10, 40], shrinkage: [0, 10] };
const search = { dataset, parts, model: "item-knn", space, store: false } as const;

describe("gridSearch", () => {
  it("tries every configuration on validation and returns the best", async () => {
    const result = await gridSearch(search);
    expect(result.trials.map(({ config }) => config)).toEqual([
      { neighbours: 2, shrinkage: 0 },
      { neighbours: 2, shrinkage: 10 },
      { neighbours: 10, shrinkage: 0 },
      { neighbours: 10, shrinkage: 10 },
      { neighbours: 40, shrinkage: 0 },
      { neighbours: 40, shrinkage: 10 },
    ]);
    const means = result.trials.map(({ value }) => value!.mean);
    expect(new Set(means).size).toBeGreaterThan(2);
    expect(result.best.value!.mean).toBe(Math.max(...means));
    expect(result.bestConfig).toBe(result.best.config);
    expect(result).toMatchObject({ metric: "ndcg@10", higherIsBetter: true, model: "item-knn" });
  });

  it("measures what an experiment would measure with validation as its test part", async () => {
    const config = { neighbours: 10, shrinkage: 0 };
    const [trial] = (await gridSearch({ ...search, space: {}, config })).trials;
    const { interactions } = split.valid;
    const { evaluateRanking } = await import("../../../src/experiment/evaluate/ranking.js");
    const model = modelEntry("item-knn").create({ ...modelEntry("item-knn").defaults, ...config });
    await model.fit({ train: split.train, ratingScale: dataset.ratingScale, seed: 1 });
    const { metrics } = await evaluateRanking({
      model: model as never,
      nUsers: dataset.nUsers,
      nItems: dataset.nItems,
      metrics: ["ndcg@10"],
      masked: [split.train.interactions],
      heldOut: interactions,
      all: [],
      seed: 1,
    });
    expect(trial.value).toEqual(metrics["ndcg@10"]);
  });

  it("takes lower for better with rmse, fixed settings and the model's own space", async () => {
    const config: Config = { userRegularisation: 4 };
    const result = await gridSearch({ ...search, model: "bias", space: undefined, config });
    expect(result).toMatchObject({ metric: "rmse", higherIsBetter: false });
    const means = result.trials.map(({ value }) => value!.mean);
    expect(result.best.value!.mean).toBe(Math.min(...means));
    const { itemRegularisation } = modelEntry("bias").searchSpace;
    expect(result.trials.map(({ config: tried }) => tried)).toEqual(
      (itemRegularisation as number[]).map((value) => ({ ...config, itemRegularisation: value })),
    );
  });

  it("keeps trials in the store as runs on validation, and goes on from there", async () => {
    const store = await temporaryStore();
    const half = { ...space, neighbours: [2, 10] };
    await gridSearch({ ...search, space: half, store });
    const reports: Progress[] = [];
    const onProgress = (progress: Progress): void => void reports.push(progress);
    const result = await gridSearch({ ...search, store, onProgress });
    expect(result.trials.map(({ fromStore }) => fromStore)).toEqual([
      ...[true, true, true, true],
      ...[false, false],
    ]);
    expect(await store.list()).toEqual([]);
    const trials = await store.list({ part: "valid" });
    expect(trials.map(({ id }) => id).sort()).toEqual(
      result.trials.map(({ runId }) => runId!).sort(),
    );
    expect(trials[0].manifest.protocol).toMatchObject({ part: "valid", mask: "train" });
    const own = reports.filter(({ task }) => task === "search item-knn");
    expect(own.map(({ done, total }) => `${done}/${total}`)).toEqual(
      [1, 2, 3, 4, 5, 6].map((done) => `${done}/6`),
    );
  });

  it("leaves the test part alone: another test part gives the same search", async () => {
    const { test: _test, ...rest } = split;
    expect(
      await gridSearch({ ...search, parts: tuningParts({ ...rest, test: null as never }) }),
    ).toEqual(expect.objectContaining({ bestConfig: (await gridSearch(search)).bestConfig }));
    expect(Object.keys(parts)).not.toContain("test");
  });

  it("refuses spaces that are too large, empty or wrong, and splits without validation", async () => {
    await expect(gridSearch({ ...search, maxTrials: 5 })).rejects.toThrow("E_SELECT_SPACE");
    await expect(gridSearch({ ...search, space: { neighbours: [] } })).rejects.toThrow(
      "E_SELECT_SPACE",
    );
    await expect(gridSearch({ ...search, space: { magic: [1] } })).rejects.toThrow(
      "E_MODEL_CONFIG",
    );
    const none = splitPerUserRandom(dataset, { train: 0.8, valid: 0, test: 0.2, seed: 1 });
    await expect(gridSearch({ ...search, parts: tuningParts(none) })).rejects.toThrow(
      "E_SELECT_VALID",
    );
  });
});

describe("trials without a value", () => {
  const value = (mean: number) => ({ mean, low: mean, high: mean, n: 1 });

  it("are passed over; of equals the earlier one is best", () => {
    const trials = [
      { config: { a: 1 }, failure: "diverged" },
      { config: { a: 2 }, value: value(0.5) },
      { config: { a: 3 }, value: value(0.5) },
      { config: { a: 4 }, value: value(0.4) },
    ];
    expect(bestTrial(trials, true)?.config).toEqual({ a: 2 });
    expect(bestTrial(trials, false)?.config).toEqual({ a: 4 });
    expect(bestTrial([trials[0]], true)).toBeUndefined();
  });

  it("come from fits that diverge; when all do, the search says so", async () => {
    const wild = { learningRate: [1e6] };
    const options = { ...search, model: "biased-mf", config: { epochs: 5 }, space: wild };
    await expect(gridSearch(options)).rejects.toThrow("E_SELECT_FAILED");
    const mixed = await gridSearch({ ...options, space: { learningRate: [1e6, 0.01] } });
    expect(mixed.trials[0].failure).toBeTypeOf("string");
    expect(mixed.trials[0]).not.toHaveProperty("value");
    expect(mixed.bestConfig.learningRate).toBe(0.01);
  });
});

describe("randomSearch", () => {
  const large = { a: Array.from({ length: 50 }, (_unused, i) => i), b: [1, 2], c: [true, false] };

  it("draws different configurations of the space, the same for the same seed", () => {
    const drawn = randomCandidates("m", large, 30, 1);
    expect(new Set(drawn.map((config) => JSON.stringify(config))).size).toBe(30);
    const all = new Set(gridCandidates("m", large, 500).map((config) => JSON.stringify(config)));
    expect(drawn.every((config) => all.has(JSON.stringify(config)))).toBe(true);
    expect(randomCandidates("m", large, 30, 1)).toEqual(drawn);
    expect(randomCandidates("m", large, 30, 2)).not.toEqual(drawn);
    const most = randomCandidates("m", large, 190, 1);
    expect(new Set(most.map((config) => JSON.stringify(config))).size).toBe(190);
  });

  it("tries all of a small space", async () => {
    const result = await randomSearch({ ...search, nTrials: 50 });
    const grid = await gridSearch(search);
    expect(result.trials).toHaveLength(6);
    expect(result.best.value).toEqual(grid.best.value);
    await expect(randomSearch({ ...search, nTrials: 0 })).rejects.toThrow("E_SELECT_SPACE");
  });
});

describe("selectedOnTest", () => {
  it("measures the flattery and returns no configuration", async () => {
    const options = { dataset, split, model: "item-knn", space, store: false } as const;
    const exhibit = await selectedOnTest({ ...options, metric: "recall@5" });
    const { bestConfig } = await gridSearch({ ...search, metric: "recall@5" });
    const values: number[] = [];
    for (const config of gridCandidates("item-knn", space, 10)) {
      const run = await runExperiment({ ...options, config, metrics: ["recall@5"] });
      values.push(run.record.metrics["recall@5"].mean);
      if (JSON.stringify(config) === JSON.stringify(bestConfig)) {
        expect(exhibit.chosenOnValidation).toEqual(run.record.metrics["recall@5"]);
      }
    }
    expect(exhibit.flatteredByTest.mean).toBe(Math.max(...values));
    expect(exhibit.flattery).toBe(exhibit.flatteredByTest.mean - exhibit.chosenOnValidation.mean);
    expect(exhibit.nCandidates).toBe(6);
    expect(JSON.stringify(exhibit)).not.toMatch(/neighbours|config/);
  });

  it("is never negative, and flatters on small test parts", async () => {
    const flatteries: number[] = [];
    for (const seed of [1, 2, 3, 4, 5]) {
      const exhibit = await selectedOnTest({
        dataset,
        split: campSplit(dataset, seed),
        model: "user-knn",
        space: { neighbours: [1, 2, 3, 4, 6, 10, 20] },
        metric: "ndcg@5",
        store: false,
      });
      flatteries.push(exhibit.flattery);
    }
    expect(Math.min(...flatteries)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...flatteries)).toBeGreaterThan(0.001);
  });

  it("leaves nothing of the test part in the store", async () => {
    const store = await temporaryStore();
    await selectedOnTest({ dataset, split, model: "item-knn", space, store });
    expect(await store.list({ part: "test" })).toEqual([]);
    expect(await store.list({ part: "valid" })).toHaveLength(6);
  });
});

describe("a search cannot be given the test part", () => {
  const header = `
    import { gridSearch, halvingSearch, randomSearch, tuningParts } from "../src/index.js";
    import type { Dataset, Split } from "../src/index.js";
    declare const dataset: Dataset;
    declare const split: Split;
    const model = "item-knn";
  `;

  it.each([
    ["grid", "export const r = gridSearch({ dataset, model, parts: tuningParts(split) });"],
    [
      "random",
      "export const r = randomSearch({ dataset, model, parts: tuningParts(split), nTrials: 3 });",
    ],
    [
      "halving",
      "export const r = halvingSearch({ dataset, model, parts: tuningParts(split), nTrials: 3 });",
    ],
  ])("legal: %s search with tuningParts", (_name, code) => {
    expect(compileErrors(header + code)).toEqual([]);
  });

  it.each([
    ["the split itself", "parts: split"],
    ["test for valid", "parts: { ...tuningParts(split), valid: split.test }"],
    ["test for train", "parts: { ...tuningParts(split), train: split.test }"],
    ["test beside them", "parts: { ...tuningParts(split), test: split.test }"],
  ])("refused: %s", (_name, given) => {
    const searches = ["gridSearch({", "halvingSearch({ nTrials: 3, workers: 2,"];
    const code = searches.map(
      (call, at) => `export const r${at} = ${call} dataset, model, ${given} });`,
    );
    const errors = compileErrors(header + code.join("\n"));
    expect(errors).toHaveLength(2);
    for (const error of errors) expect(error).toContain("TestPart");
  });
});
