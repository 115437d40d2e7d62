import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import {
  compareRuns,
  floorIds,
  runExperiment,
  type Comparison,
  type ComparisonRow,
} from "../../../src/experiment/index.js";
import { pairedBootstrap, pairedRandomisationTest } from "../../../src/stats/index.js";
import { campDataset, campSplit } from "../../support/experiment-data.js";
import { rankingRun, ratingRun } from "../../support/made-up-run.js";

const metric = "ndcg@10";

function rowOf(comparison: Comparison, label: string): ComparisonRow {
  const row = comparison.rows.find((candidate) => candidate.label === label);
  expect(row).toBeDefined();
  return row!;
}

describe("compareRuns, by hand", () => {
  it("averages over seeds for each user first, then over users", () => {
    const runs = [
      rankingRun({ model: "item-knn", seed: 1 }, [0.2, 0.4, 0.9]),
      rankingRun({ model: "item-knn", seed: 2 }, [0.4, 0.4, 0.1]),
      rankingRun({ model: "popularity", seed: 1 }, [0.1, 0.1, 0.1]),
    ];
    const comparison = compareRuns(runs);
    const { cells, seeds, runIds } = rowOf(comparison, "item-knn");
    // Users: .3 .4 .5; run means: .5 and .3.
    expect(cells[metric].estimate.mean).toBeCloseTo(0.4, 12);
    expect(cells[metric].estimate.n).toBe(3);
    expect(cells[metric].deviationOverRuns).toBeCloseTo(Math.sqrt(0.02), 12);
    // The interval is over three users of .3 .4 .5, so it cannot leave them.
    expect(cells[metric].estimate.low).toBeGreaterThanOrEqual(0.3);
    expect(cells[metric].estimate.high).toBeLessThanOrEqual(0.5);
    expect(seeds).toEqual([1, 2]);
    expect(runIds).toHaveLength(2);
    const single = rowOf(comparison, "popularity").cells[metric];
    expect(single).not.toHaveProperty("deviationOverRuns");
    expect(single).not.toHaveProperty("variance");
  });

  it("splits the variance into seeds and users", () => {
    // Seeds shift everyone by the same amount, users differ, nothing is left over.
    const users = [0.1, 0.3, 0.5, 0.7];
    const runs = [0, 0.1, 0.2].map((shift, seed) =>
      rankingRun(
        { model: "random", seed },
        users.map((value) => value + shift),
      ),
    );
    const { variance } = rowOf(compareRuns(runs), "random").cells[metric];
    expect(variance?.seeds).toBeCloseTo(0.01, 12);
    expect(variance?.units).toBeCloseTo(0.2 / 3, 12);
    expect(variance?.residual).toBeCloseTo(0, 12);
  });

  it("takes each user's mean over the splits that have it", () => {
    const runs = [
      rankingRun({ model: "random", split: "a" }, [0.2, 0.4], [0, 1]),
      rankingRun({ model: "random", split: "b" }, [0.6, 0.8], [1, 2]),
    ];
    const comparison = compareRuns(runs);
    // Users .2, (.4 + .6) / 2, .8.
    expect(rowOf(comparison, "random").cells[metric].estimate.mean).toBeCloseTo(0.5, 12);
    expect(comparison.splits).toEqual(["a", "b"]);
  });

  it("pools squared errors of every rating for rmse, split after split", () => {
    const runs = [
      ratingRun({ model: "bias", split: "a", seed: 1 }, [1, 2]),
      ratingRun({ model: "bias", split: "a", seed: 2 }, [3, 0]),
      ratingRun({ model: "bias", split: "b", seed: 1 }, [1, 1, 0]),
    ];
    const { cells } = rowOf(compareRuns(runs), "bias");
    // Squared: (1 + 9) / 2, (4 + 0) / 2, then 1, 1, 0; absolute: 2, 1, 1, 1, 0.
    expect(cells.rmse.estimate.mean).toBeCloseTo(Math.sqrt(9 / 5), 12);
    expect(cells.mae.estimate.mean).toBeCloseTo(1, 12);
    expect(cells.rmse.estimate.n).toBe(5);
    expect(cells.rmse).not.toHaveProperty("variance");
  });

  it("marks best and second best by the metric's direction, equal values together", () => {
    const marks = (comparison: Comparison, name: string): string[] =>
      comparison.rows.map(({ cells }) => {
        const { best, secondBest } = cells[name];
        return best ? "best" : secondBest ? "second" : "";
      });
    const ranking = compareRuns([
      rankingRun({ model: "random" }, [0.1, 0.1]),
      rankingRun({ model: "popularity" }, [0.3, 0.3]),
      rankingRun({ model: "item-knn" }, [0.4, 0.2]),
      rankingRun({ model: "user-knn" }, [0.2, 0.2]),
    ]);
    expect(marks(ranking, metric)).toEqual(["", "best", "best", "second"]);
    const rating = compareRuns([
      ratingRun({ model: "global-mean" }, [2, 2]),
      ratingRun({ model: "bias" }, [1, 1]),
      ratingRun({ model: "svd-pp" }, [0.5, 0.5]),
    ]);
    expect(marks(rating, "rmse")).toEqual(["", "second", "best"]);
    expect(rating.metrics.every(({ higherIsBetter }) => !higherIsBetter)).toBe(true);
  });
});

describe("compareRuns, tests and letters", () => {
  const random = createRandom(4, "test/compare");
  const users = Array.from({ length: 80 }, () => 0.2 + 0.3 * random.uniform());
  const noisy = (shift: number): number[] =>
    users.map((value) => value + shift + 0.05 * random.normal());
  const values = { random: noisy(-0.15), popularity: noisy(0), "item-knn": noisy(0.001) };
  const runs = Object.entries(values).map(([model, all]) => rankingRun({ model }, all));
  const comparison = compareRuns(runs, { baseline: "popularity", seed: 5, rounds: 2000 });

  it("gives letters by Holm over all pairs", () => {
    const letters = comparison.rows.map(({ cells }) => cells[metric].letters);
    expect(letters[0]).toBe("b");
    expect([letters[1], letters[2]]).toEqual(["a", "a"]);
  });

  it("gives the letter a to the lowest where lower is better", () => {
    const errors = Array.from({ length: 60 }, () => random.normal());
    const times = (factor: number): number[] => errors.map((error) => error * factor);
    const { rows } = compareRuns([
      ratingRun({ model: "global-mean" }, times(2)),
      ratingRun({ model: "bias" }, times(1)),
    ]);
    expect(rows.map(({ cells }) => cells.rmse.letters)).toEqual(["b", "a"]);
    expect(rows.map(({ cells }) => cells.mae.letters)).toEqual(["b", "a"]);
  });

  it("gives effects against the baseline, whichever side it stands on", () => {
    const before = rowOf(comparison, "random").cells[metric].effect!;
    const after = rowOf(comparison, "item-knn").cells[metric].effect!;
    expect(rowOf(comparison, "popularity").cells[metric]).not.toHaveProperty("effect");
    for (const [effect, name] of [
      [before, "random"],
      [after, "item-knn"],
    ] as const) {
      const [own, other] = [Float64Array.from(values[name]), Float64Array.from(values.popularity)];
      const alone = pairedBootstrap(own, other, "mean", { seed: 5 });
      expect(effect.difference).toBeCloseTo(alone.difference, 12);
      expect(effect.low).toBeCloseTo(alone.low, 12);
      expect(effect.high).toBeCloseTo(alone.high, 12);
    }
    const test = (one: keyof typeof values, two: keyof typeof values): number =>
      pairedRandomisationTest(Float64Array.from(values[one]), Float64Array.from(values[two]), {
        seed: 5,
        rounds: 2000,
      }).pValue;
    // The pair of popularity and item-kNN has the largest p-value of the three: Holm leaves it.
    expect(after.pValue).toBe(test("item-knn", "popularity"));
    expect(before.pValue).toBe(3 * test("random", "popularity"));
    expect(before.cohensD).toBeLessThan(-1);
    const baseline = rowOf(comparison, "popularity").cells[metric].estimate.mean;
    expect(before.relative).toBeCloseTo(before.difference / baseline, 12);
  });

  it("finds the baseline by label where a model has several rows", () => {
    const two = [
      rankingRun({ model: "item-knn" }, [0.1, 0.2]),
      rankingRun({ model: "item-knn", config: { neighbours: 7 } }, [0.3, 0.2]),
    ];
    const labels = compareRuns(two).rows.map(({ label }) => label);
    expect(labels).toEqual(["item-knn", "item-knn (neighbours 7)"]);
    expect(compareRuns(two, { baseline: "item-knn (neighbours 7)" }).baseline).toBe(labels[1]);
    expect(() => compareRuns(two, { baseline: "popularity" })).toThrow("E_COMPARE_BASELINE");
  });

  it("is the same for the same seed, and keeps rows of other features apart", () => {
    expect(compareRuns(runs, { baseline: "popularity", seed: 5, rounds: 2000 })).toEqual(
      comparison,
    );
    const rows = compareRuns([
      rankingRun({ model: "item-knn" }, [0.1, 0.2]),
      rankingRun({ model: "item-knn", features: { text: "abc" } }, [0.3, 0.2]),
    ]).rows;
    expect(rows.map(({ label }) => label)).toEqual(["item-knn", "item-knn (with text)"]);
  });

  it("counts a run that is given twice once", () => {
    const { rows } = compareRuns([...runs, ...runs]);
    expect(rows).toHaveLength(3);
    expect(rows.every(({ runIds }) => runIds.length === 1)).toBe(true);
  });
});

describe("compareRuns, floors and warnings", () => {
  it("flags floors, names the missing ones and passes warnings on once", () => {
    const warnings = ["one film under two ids"];
    const comparison = compareRuns([
      rankingRun({ model: "popularity", warnings }, [0.1, 0.2]),
      rankingRun({ model: "item-knn", warnings }, [0.3, 0.3]),
    ]);
    expect(comparison.rows.map(({ floor }) => floor)).toEqual([true, false]);
    expect(floorIds("ranking")).toContain("random");
    expect(comparison.missingFloors).toEqual(
      floorIds("ranking").filter((id) => id !== "popularity"),
    );
    expect(comparison.warnings).toEqual([
      "one film under two ids",
      `Sanity floors that this table does not show: ${comparison.missingFloors.join(", ")}.`,
    ]);
    expect(floorIds("rating")).toContain("global-mean");
  });

  it("has nothing to warn of when every floor is there", () => {
    const runs = floorIds("rating").map((model) => ratingRun({ model }, [1, 2]));
    const { missingFloors, warnings } = compareRuns(runs);
    expect({ missingFloors, warnings }).toEqual({ missingFloors: [], warnings: [] });
  });
});

describe("what compareRuns refuses", () => {
  const first = rankingRun({ model: "popularity" }, [0.1, 0.2]);
  const against = (...others: Parameters<typeof compareRuns>[0]) => {
    return () => compareRuns([first, ...others]);
  };

  it("nothing", () => {
    expect(() => compareRuns([])).toThrow("E_COMPARE_EMPTY");
  });

  it("other data, another protocol, another task", () => {
    expect(against(rankingRun({ model: "random", dataset: "b" }, [1, 1]))).toThrow(
      "E_COMPARE_DATASET",
    );
    expect(against(rankingRun({ model: "random", part: "valid" }, [1, 1]))).toThrow(
      "E_COMPARE_PROTOCOL",
    );
    expect(against(ratingRun({ model: "bias" }, [1, 1]))).toThrow("E_COMPARE_PROTOCOL");
  });

  it("a row that lacks a split, a row on other users, other users within a row", () => {
    expect(against(rankingRun({ model: "random", split: "b" }, [1, 1]))).toThrow("E_COMPARE_SPLIT");
    expect(against(rankingRun({ model: "random" }, [1, 1], [0, 2]))).toThrow("E_COMPARE_UNITS");
    const sameModel = rankingRun({ model: "popularity", seed: 2 }, [1, 1], [0, 2]);
    expect(against(sameModel)).toThrow("E_COMPARE_UNITS");
  });

  it("a metric that was not taken", () => {
    expect(() => compareRuns([first], { metrics: ["recall@10"] })).toThrow("E_COMPARE_METRIC");
    const { "ndcg@10": _taken, ...metrics } = first.record.metrics;
    const without = { ...first, record: { ...first.record, metrics } };
    expect(() => compareRuns([without])).toThrow("E_COMPARE_METRIC");
  });
});

describe("compareRuns on experiments", () => {
  it("puts item-kNN above the floors where tastes are planted", async () => {
    const dataset = campDataset();
    const split = campSplit(dataset);
    const runs = [];
    for (const model of [...floorIds("ranking"), "item-knn"]) {
      for (const seed of [1, 2, 3]) {
        const relevance = { threshold: 4 };
        const options = {
          dataset,
          split,
          model,
          seed,
          relevance,
          topK: [10],
          store: false,
        } as const;
        runs.push(await runExperiment(options));
      }
    }
    const { rows, missingFloors } = compareRuns(runs, { metrics: [metric], rounds: 2000 });
    const best = rows.find(({ cells }) => cells[metric].best);
    expect(best?.model).toBe("item-knn");
    const floors = rows.filter(({ floor }) => floor);
    expect(floors.length).toBeGreaterThan(1);
    for (const { cells } of floors) {
      expect(cells[metric].letters).not.toContain(best!.cells[metric].letters);
    }
    expect(missingFloors).toEqual([]);
  });
});
