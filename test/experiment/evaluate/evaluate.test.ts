import { describe, expect, it } from "vitest";
import type { Interactions, Progress } from "../../../src/index.js";
import { evaluateRanking } from "../../../src/experiment/evaluate/ranking.js";
import { evaluateRating } from "../../../src/experiment/evaluate/rating.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { stubPredictor, stubRecommender } from "../../support/stub-models.js";

function interactions(rows: readonly Row[]): Interactions {
  return datasetOf(rows).interactions;
}

const log2 = Math.log2;

describe("evaluateRanking", () => {
  // Every user ranks items 0, 1, 2, 3, 4.
  const model = stubRecommender(5, (_user, item) => -item);
  const train = interactions([
    [0, 0, 5],
    [1, 3, 5],
    [2, 1, 5],
  ]);
  const heldOut = interactions([
    [0, 2, 5],
    [0, 4, 2],
    [1, 0, 3],
  ]);
  const input = {
    model,
    nUsers: 4,
    nItems: 5,
    metrics: ["ndcg@2", "recall@2", "mrr@5"],
    heldOut,
    masked: [train],
    all: [train, heldOut],
    seed: 1,
  };

  it("ranks what is not masked, by hand", async () => {
    const { metrics, units, skippedUsers } = await evaluateRanking(input);
    // User 0: item 0 is masked, so the ranking is 1 2 3 4 and the relevant 2 and 4 stand at 2 and 4.
    // User 1: item 0 stands first.
    expect([...units.userIndex]).toEqual([0, 1]);
    const ndcg = 1 / log2(3) / (1 + 1 / log2(3));
    expect(units.values["ndcg@2"][0]).toBeCloseTo(ndcg, 12);
    expect([...units.values["recall@2"]]).toEqual([0.5, 1]);
    expect([...units.values["mrr@5"]]).toEqual([0.5, 1]);
    expect(metrics["ndcg@2"].mean).toBeCloseTo((ndcg + 1) / 2, 12);
    expect(metrics["ndcg@2"].n).toBe(2);
    expect(Object.keys(metrics)).toEqual(input.metrics);
    // User 2 has a training row but nothing held out; user 3 has no row at all.
    expect(skippedUsers).toBe(1);
  });

  it("counts seen items as candidates without a mask", async () => {
    const { units } = await evaluateRanking({ ...input, masked: [] });
    expect([...units.values["recall@2"]]).toEqual([0, 1]);
  });

  it("takes only ratings from the threshold on as relevant, in single precision too", async () => {
    const high = await evaluateRanking({ ...input, threshold: 3 });
    expect([...units(high)]).toEqual([0, 1]);
    expect([...high.units.values["recall@2"]]).toEqual([1, 1]);
    const higher = await evaluateRanking({ ...input, threshold: 3.5 });
    expect([...units(higher)]).toEqual([0]);
    expect(higher.skippedUsers).toBe(2);
    const odd = interactions([[0, 2, 3.7]]);
    expect([...units(await evaluateRanking({ ...input, heldOut: odd, threshold: 3.7 }))]).toEqual([
      0,
    ]);
  });

  function units(evaluation: { units: { userIndex: Int32Array } }): Int32Array {
    return evaluation.units.userIndex;
  }

  it("grades by rating for graded metrics only", async () => {
    const graded = await evaluateRanking({ ...input, metrics: ["ndcg-linear@5", "ndcg@5"] });
    // User 0: grades 5 at place 2 and 2 at place 4.
    const gain = 5 / log2(3) + 2 / log2(5);
    expect(graded.units.values["ndcg-linear@5"][0]).toBeCloseTo(gain / (5 + 2 / log2(3)), 6);
    const zero = interactions([[0, 2, 0]]);
    const binary = await evaluateRanking({ ...input, heldOut: zero, metrics: ["recall@5"] });
    expect([...binary.units.values["recall@5"]]).toEqual([1]);
  });

  it("keeps an item in the ranking that is both masked and relevant", async () => {
    const { units } = await evaluateRanking({ ...input, heldOut: interactions([[0, 0, 5]]) });
    expect([...units.values["recall@2"]]).toEqual([1]);
  });

  it("scores in blocks of at most 256 users, each once, and reports", async () => {
    const rows = Array.from({ length: 600 }, (_unused, user): Row => [user, user % 5, 5]);
    const many = stubRecommender(5, (user, item) => Number(item === user % 5));
    const reports: Progress[] = [];
    const { metrics } = await evaluateRanking({
      ...input,
      model: many,
      nUsers: 600,
      heldOut: interactions(rows),
      masked: [],
      onProgress: (progress) => reports.push(progress),
    });
    expect(many.blocks.map((block) => block.length)).toEqual([256, 256, 88]);
    expect(many.blocks.flat()).toEqual(rows.map(([user]) => user));
    expect(metrics["mrr@5"].mean).toBe(1);
    expect(reports.map(({ done, total, unit }) => [done, total, unit])).toEqual([
      [256, 600, "users"],
      [512, 600, "users"],
      [600, 600, "users"],
    ]);
  });

  it("refuses NaN scores and held-out rows without a relevant one", async () => {
    const broken = stubRecommender(5, (_user, item) => (item === 3 ? Number.NaN : 0));
    await expect(evaluateRanking({ ...input, model: broken })).rejects.toThrow("E_METRIC_SCORE");
    await expect(evaluateRanking({ ...input, threshold: 6 })).rejects.toThrow("E_EXPERIMENT_EMPTY");
  });

  it("stops between blocks when asked to", async () => {
    const stop = new AbortController();
    const onProgress = (): void => stop.abort(new Error("enough"));
    const rows = Array.from({ length: 300 }, (_unused, user): Row => [user, 0, 5]);
    const started = evaluateRanking({
      ...input,
      nUsers: 300,
      heldOut: interactions(rows),
      onProgress,
      signal: stop.signal,
    });
    await expect(started).rejects.toThrow("enough");
  });
});

describe("evaluateRating", () => {
  const heldOut = interactions([
    [0, 0, 5],
    [0, 1, 1],
    [1, 2, 3],
    [2, 2, 3],
  ]);
  const input = { metrics: ["rmse", "mae"], heldOut, seed: 1 };

  it("gives errors and values by hand", async () => {
    const model = stubPredictor((user, item) => 3 + user - item);
    const { metrics, units } = await evaluateRating({ ...input, model });
    // Predictions 3 2 2 3, errors -2 1 -1 0.
    expect(metrics.rmse.mean).toBeCloseTo(Math.sqrt(6 / 4), 12);
    expect(metrics.mae.mean).toBe(1);
    expect(metrics.rmse.n).toBe(4);
    expect(metrics.rmse.low).toBeLessThanOrEqual(metrics.rmse.mean);
    expect(metrics.rmse.high).toBeGreaterThanOrEqual(metrics.rmse.mean);
    expect(units).toEqual({
      unit: "rating",
      userIndex: Int32Array.of(0, 0, 1, 2),
      itemIndex: Int32Array.of(0, 1, 2, 2),
      values: {
        prediction: Float64Array.of(3, 2, 2, 3),
        rating: Float64Array.of(5, 1, 3, 3),
      },
    });
  });

  it("tells the model when the held-out ratings are given", async () => {
    const stub = stubPredictor(() => 3);
    const told: (Float64Array | undefined)[] = [];
    const model: typeof stub = {
      ...stub,
      predict: (users, items, timestamps) => {
        told.push(timestamps);
        return stub.predict(users, items);
      },
    };
    const { timestamp: _untimed, ...columns } = heldOut;
    const timed = { ...columns, timestamp: Float64Array.of(4, 3, 2, 1) };
    await evaluateRating({ ...input, model, heldOut: timed });
    await evaluateRating({ ...input, model, heldOut: columns });
    expect(told).toEqual([Float64Array.of(4, 3, 2, 1), undefined]);
  });

  it("refuses predictions that are no numbers, and nothing to predict", async () => {
    const model = stubPredictor((user) => (user === 2 ? Number.NaN : 3));
    await expect(evaluateRating({ ...input, model })).rejects.toThrow(
      /E_METRIC_RATING(.|\n)*row 3/,
    );
    const none = { ...input, model, heldOut: interactions([]) };
    await expect(evaluateRating(none)).rejects.toThrow("E_EXPERIMENT_EMPTY");
  });
});
