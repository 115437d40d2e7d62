import { describe, expect, it } from "vitest";
import { isMoviolaError, type ErrorCode } from "../../../src/common/index.js";
import {
  describeRankingMetric,
  parseMetricName,
  RankingEvaluator,
  rankingMetricNames,
  rankingProtocolOf,
  topKItems,
  type RankingProtocol,
} from "../../../src/metrics/index.js";

function codeOf(action: () => unknown): ErrorCode | undefined {
  try {
    action();
  } catch (error) {
    if (isMoviolaError(error)) return error.code;
    throw error;
  }
  return undefined;
}

const none = new Int32Array(0);
const row = Float32Array.of(4, 3, 2, 1);
const protocol: RankingProtocol = { nItems: 4, topK: [2], metrics: ["ndcg-linear", "auc"] };

function add(...lists: [Float32Array, Int32Array, Int32Array, Float32Array?]): () => unknown {
  return () => new RankingEvaluator(protocol).addScores(3, ...lists);
}

describe("scores", () => {
  it.each([Number.NaN, Infinity, -Infinity])("refuses %s and names user and item", (score) => {
    const bad = Float32Array.of(4, 3, score, 1);
    expect(add(bad, none, Int32Array.of(0))).toThrow(/E_METRIC_SCORE[^]*user 3, item 2/);
    expect(add(bad, Int32Array.of(2), Int32Array.of(0))).toThrow(/E_METRIC_SCORE/);
  });

  it("refuses a row of the wrong length", () => {
    expect(codeOf(add(row.slice(1), none, none))).toBe("E_METRIC_SHAPE");
  });

  it("takes scores whose sum overflows", () => {
    const huge = Float32Array.of(3e38, 3e38, 3e38, -3e38);
    expect(codeOf(add(huge, none, Int32Array.of(0)))).toBeUndefined();
  });
});

describe("lists", () => {
  it.each([
    ["an item out of range", none, Int32Array.of(4)],
    ["a negative item", none, Int32Array.of(-1)],
    ["a relevant item given twice", none, Int32Array.of(1, 1)],
    ["excluded items out of order", Int32Array.of(2, 1), Int32Array.of(0)],
    ["an excluded item given twice", Int32Array.of(1, 1), Int32Array.of(0)],
    ["an excluded item out of range", Int32Array.of(9), Int32Array.of(0)],
    ["an item both relevant and excluded", Int32Array.of(0, 1), Int32Array.of(1)],
  ])("refuses %s", (_what, excluded, relevant) => {
    expect(codeOf(add(row, excluded, relevant))).toBe("E_METRIC_ITEMS");
  });

  it.each([
    ["twice the same item", Int32Array.of(1, 1), 0],
    ["an item out of range", Int32Array.of(1, 4), 0],
    ["more excluded items than the list leaves", Int32Array.of(1, 2), 3],
    ["a negative number of excluded items", Int32Array.of(1, 2), -1],
  ])("refuses a ranking with %s", (_what, ranked, nExcluded) => {
    const action = (): unknown =>
      new RankingEvaluator(protocol).addRanking(0, ranked, Int32Array.of(1), undefined, nExcluded);
    expect(codeOf(action)).toBe("E_METRIC_ITEMS");
  });

  it.each([[[1]], [[1, 0]], [[1, -2]], [[1, Number.NaN]], [[1, Infinity]]])(
    "refuses grades %j for two relevant items",
    (grades) => {
      const relevant = Int32Array.of(0, 1);
      expect(codeOf(add(row, none, relevant, Float32Array.from(grades)))).toBe("E_METRIC_GRADE");
    },
  );

  it("names the list that an item should not stand in, or not twice", () => {
    const relevant = (...items: number[]): (() => unknown) =>
      add(row, none, Int32Array.from(items));
    expect(relevant(4)).toThrow("There is no such relevant item");
    expect(relevant(1, 1)).toThrow("An item stands twice in the relevant items");
    expect(add(row, Int32Array.of(9), none)).toThrow("There is no such excluded item");
    const ranked = (...items: number[]): (() => unknown) => {
      const evaluator = new RankingEvaluator(protocol);
      return () => evaluator.addRanking(0, Int32Array.from(items), Int32Array.of(1));
    };
    expect(ranked(1, 4)).toThrow("There is no such ranked item");
    expect(ranked(1, 1)).toThrow("An item stands twice in the ranked items");
  });

  it("refuses a user added before, and one that is not a whole number from 0", () => {
    const evaluator = new RankingEvaluator(protocol);
    evaluator.addScores(0, row, none, Int32Array.of(0));
    const again = (user: number) => (): unknown => evaluator.addScores(user, row, none, none);
    expect(codeOf(again(0))).toBe("E_METRIC_USER");
    expect(codeOf(again(-1))).toBe("E_METRIC_USER");
    expect(codeOf(again(0.5))).toBe("E_METRIC_USER");
  });
});

describe("protocols and names", () => {
  it.each([
    { ...protocol, nItems: 0 },
    { ...protocol, topK: [] },
    { ...protocol, topK: [0] },
    { ...protocol, topK: [2.5] },
    { ...protocol, topK: [2, 2] },
    { ...protocol, metrics: [] },
    { ...protocol, metrics: ["auc", "auc"] },
  ])("refuses the protocol %j", (wrong) => {
    expect(codeOf(() => new RankingEvaluator(wrong))).toBe("E_METRIC_PROTOCOL");
  });

  it("needs no list length for metrics without one", () => {
    expect(codeOf(() => new RankingEvaluator({ ...protocol, topK: [], metrics: ["auc"] }))).toBe(
      undefined,
    );
  });

  it.each(["ndgc@10", "ndcg", "ndcg@", "ndcg@0", "ndcg@-1", "ndcg@1.5", "ndcg@010", "auc@10"])(
    "refuses the name %s",
    (name) => {
      expect(codeOf(() => parseMetricName(name))).toBe("E_METRIC_NAME");
    },
  );

  it.each(["ndcg@10@20", "", "@10", "constructor", "ndcg@1e3", "ndcg@99999999999999999"])(
    "refuses the name %j",
    (name) => {
      expect(codeOf(() => parseMetricName(name))).toBe("E_METRIC_NAME");
    },
  );

  it("takes names apart and gathers them into a protocol", () => {
    expect(parseMetricName("ndcg@10")).toEqual({ metric: "ndcg", k: 10 });
    expect(parseMetricName("auc")).toEqual({ metric: "auc" });
    expect(rankingProtocolOf(9, ["recall@20", "ndcg@5", "auc", "ndcg@20"])).toEqual({
      nItems: 9,
      topK: [5, 20],
      metrics: ["recall", "ndcg", "auc"],
    });
  });

  it("says the convention of every metric", () => {
    for (const name of rankingMetricNames) {
      const description = describeRankingMetric(name);
      expect(description.name).toBe(name);
      expect(description.convention).toMatch(/users/);
      expect(describeRankingMetric(`${name}@10`)).toEqual(description);
    }
  });

  it("refuses a score that is not a number in a top list", () => {
    expect(codeOf(() => topKItems(Float32Array.of(1, Number.NaN), none, 1))).toBe("E_METRIC_SCORE");
  });
});

describe("places", () => {
  function addRanks(ranks: number[], nExcluded = 0, grades?: Float32Array): () => unknown {
    const evaluator = new RankingEvaluator(protocol);
    return () => evaluator.addRanks(3, Int32Array.from(ranks), nExcluded, grades);
  }

  it.each([
    ["place 0", [0]],
    ["a negative place", [-1, 2]],
    ["a place behind the last candidate", [4]],
    ["a place given twice", [3, 1, 3]],
  ])("refuses %s", (_what, ranks) => {
    expect(addRanks(ranks, 1)).toThrow(/E_METRIC_RANK[^]*user 3/);
  });

  it("refuses impossible counts of excluded items, and grades that do not fit", () => {
    expect(codeOf(addRanks([1, 2], 3))).toBe("E_METRIC_ITEMS");
    expect(codeOf(addRanks([1, 2], -1))).toBe("E_METRIC_ITEMS");
    expect(codeOf(addRanks([1, 2], 0, Float32Array.of(1)))).toBe("E_METRIC_GRADE");
    expect(codeOf(addRanks([2, 1], 0, Float32Array.of(1, 2)))).toBeUndefined();
  });

  it("leaves a user without a relevant item out, as the other ways do", () => {
    const evaluator = new RankingEvaluator(protocol);
    evaluator.addRanks(0, none, 0);
    expect(evaluator.finish().skippedUsers).toBe(1);
    expect(() => evaluator.addRanks(0, none, 0)).toThrow("E_METRIC_USER");
  });
});
