import { describe, expect, it } from "vitest";
import { RankingEvaluator, rankingMeans } from "../../../src/metrics/index.js";

const none = new Int32Array(0);

function evaluator(nItems: number, topK: number[], ...metrics: string[]): RankingEvaluator {
  return new RankingEvaluator({ nItems, topK, metrics });
}

/** Values of one user under the given metrics. */
function valuesOf(
  topK: number[],
  metrics: string[],
  scores: number[],
  relevant: number[],
  grades?: number[],
): Record<string, number> {
  const single = evaluator(scores.length, topK, ...metrics);
  const gradeRow = grades === undefined ? undefined : Float32Array.from(grades);
  single.addScores(0, Float32Array.from(scores), none, Int32Array.from(relevant), gradeRow);
  return rankingMeans(single.finish());
}

describe("RankingEvaluator, worked by hand", () => {
  // Ranking 0, 1, 2, 3, 4, 5; relevant at places 1, 3 and 6.
  const scores = [6, 5, 4, 3, 2, 1];

  it("computes every binary metric at several K in one call", () => {
    const metrics = ["recall", "precision", "hit-rate", "ndcg", "map", "map-all", "mrr", "auc"];
    const values = valuesOf([2, 4], metrics, scores, [5, 0, 2]);
    const ideal2 = 1 + 1 / Math.log2(3);
    const ideal3 = ideal2 + 1 / 2;
    expect(values).toEqual({
      "recall@2": 1 / 3,
      "recall@4": 2 / 3,
      "precision@2": 1 / 2,
      "precision@4": 2 / 4,
      "hit-rate@2": 1,
      "hit-rate@4": 1,
      "ndcg@2": 1 / ideal2,
      "ndcg@4": (1 + 1 / 2) / ideal3,
      "map@2": 1 / 2,
      "map@4": (1 + 2 / 3) / 3,
      "map-all@2": 1 / 3,
      "map-all@4": (1 + 2 / 3) / 3,
      "mrr@2": 1,
      "mrr@4": 1,
      // Others 1, 3, 4: all behind item 0, two behind item 2, none behind item 5.
      auc: 5 / 9,
    });
  });

  it("gains by grade", () => {
    const metrics = ["ndcg", "ndcg-linear", "ndcg-exponential"];
    const values = valuesOf([3], metrics, scores, [0, 2], [1, 3]);
    expect(values["ndcg@3"]).toBeCloseTo((1 + 1 / 2) / (1 + 1 / Math.log2(3)), 14);
    expect(values["ndcg-linear@3"]).toBeCloseTo((1 + 3 / 2) / (3 + 1 / Math.log2(3)), 14);
    expect(values["ndcg-exponential@3"]).toBeCloseTo((1 + 7 / 2) / (7 + 1 / Math.log2(3)), 14);
  });

  it("treats K beyond the list as misses: precision divides by K, the rest does not change", () => {
    const metrics = ["recall", "precision", "ndcg", "map", "implicit-auc"];
    const values = valuesOf([6, 60], metrics, scores, [5, 0, 2]);
    expect(values["precision@60"]).toBe(3 / 60);
    for (const name of ["recall", "ndcg", "map", "implicit-auc"]) {
      expect(values[`${name}@60`]).toBe(values[`${name}@6`]);
    }
  });

  it("orders equal scores by lower item index", () => {
    const flat = [1, 1, 1, 1];
    expect(valuesOf([1], ["mrr", "auc", "auc-half-ties"], flat, [0])).toEqual({
      "mrr@1": 1,
      auc: 1,
      "auc-half-ties": 0.5,
    });
    expect(valuesOf([4], ["mrr", "auc", "auc-half-ties"], flat, [3])).toEqual({
      "mrr@4": 1 / 4,
      auc: 0,
      "auc-half-ties": 0.5,
    });
  });

  it("takes excluded items out of the ranking", () => {
    const masked = evaluator(6, [2], "recall", "auc");
    masked.addScores(0, Float32Array.from(scores), Int32Array.of(0, 1, 3), Int32Array.of(4));
    expect(rankingMeans(masked.finish())).toEqual({ "recall@2": 1, auc: 1 / 2 });
  });

  it("leaves users without a relevant item out of the means and counts them", () => {
    const two = evaluator(6, [1], "recall");
    two.addScores(7, Float32Array.from(scores), none, none);
    two.addScores(9, Float32Array.from(scores), none, Int32Array.of(0));
    expect(two.finish()).toEqual({
      userIndex: Int32Array.of(9),
      values: { "recall@1": Float64Array.of(1) },
      skippedUsers: 1,
    });
  });

  it("counts one half for pairs behind the end of a short list", () => {
    const short = evaluator(6, [2], "auc", "recall");
    // List 1, 4; item 4 is relevant and so is 5, which is not listed; others not listed: 0, 2, 3.
    short.addRanking(0, Int32Array.of(1, 4), Int32Array.of(4, 5));
    expect(rankingMeans(short.finish())).toEqual({ auc: (3 + 3 / 2) / 8, "recall@2": 1 / 2 });
  });

  it("grows beyond its first capacity and keeps earlier results as they were", () => {
    const many = evaluator(6, [1], "recall", "implicit-precision");
    for (let user = 0; user < 300; user++) {
      many.addScores(user, Float32Array.from(scores), none, Int32Array.of(user % 6));
    }
    const before = many.finish();
    expect(before.values["recall@1"].length).toBe(300);
    expect(rankingMeans(before)["recall@1"]).toBe(50 / 300);
    expect(rankingMeans(before)["implicit-precision@1"]).toBeCloseTo(50 / 300, 14);
    many.addScores(300, Float32Array.from(scores), none, Int32Array.of(0));
    expect(before.values["recall@1"].length).toBe(300);
    expect(many.finish().userIndex.at(-1)).toBe(300);
  });

  it("serves a user with more relevant items than its first capacity", () => {
    const nItems = 500;
    const wide = evaluator(nItems, [nItems], "recall", "ndcg", "auc");
    const row = Float32Array.from({ length: nItems }, (_unused, item) => -item);
    wide.addScores(
      0,
      row,
      none,
      Int32Array.from({ length: 250 }, (_unused, item) => item),
    );
    expect(rankingMeans(wide.finish())).toEqual({ "recall@500": 1, "ndcg@500": 1, auc: 1 });
  });
});
