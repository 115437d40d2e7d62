import { describe, expect, it } from "vitest";
import {
  genreCalibration,
  intraListSimilarity,
  metricRosetta,
  novelty,
  parseMetricName,
  RankingEvaluator,
  ratingErrors,
  topKItems,
  type RankingProtocol,
  type RecommendationLists,
  type RosettaInput,
} from "../../src/metrics/index.js";
import { refusalOf, type Refusal } from "../support/refusal.js";

const none = new Int32Array(0);
const row = Float32Array.of(4, 3, 2, 1);
const protocol: RankingProtocol = { nItems: 4, topK: [2], metrics: ["ndcg-linear", "auc"] };
const lists: RecommendationLists = { nUsers: 2, topK: 2, items: Int32Array.of(0, 1, 2, -1) };
const places = (items: number[]): RecommendationLists => ({
  ...lists,
  items: Int32Array.from(items),
});
const genres = [["A"], ["B"], ["A"]].map((names) => ({ genres: names }));
const histories = [[0], [1]];
const user = { scores: row, relevant: Int32Array.of(0) };
const input: RosettaInput = { nItems: 4, k: 2, users: [user] };

function scores(
  excluded: number[],
  relevant: number[],
  grades?: number[],
  given = row,
): () => unknown {
  const lists = [excluded, relevant].map((items) => Int32Array.from(items));
  const own = grades && Float32Array.from(grades);
  return () => new RankingEvaluator(protocol).addScores(3, given, lists[0], lists[1], own);
}

function ranking(ranked: number[], nExcluded = 0): () => unknown {
  const list = Int32Array.from(ranked);
  return () =>
    new RankingEvaluator(protocol).addRanking(3, list, Int32Array.of(1), undefined, nExcluded);
}

function ranks(given: number[], nExcluded = 0): () => unknown {
  return () => new RankingEvaluator(protocol).addRanks(3, Int32Array.from(given), nExcluded);
}

function users(...indices: number[]): () => unknown {
  const evaluator = new RankingEvaluator(protocol);
  return () => indices.forEach((index) => evaluator.addScores(index, row, none, none));
}

const of = (changes: Partial<RankingProtocol>) => () =>
  new RankingEvaluator({ ...protocol, ...changes });
const names =
  "one of recall, precision, hit-rate, ndcg, ndcg-linear, ndcg-exponential, map, map-all, mrr, auc, auc-half-ties, implicit-precision, implicit-auc";

describe("what a refusal of a metric tells", () => {
  it.each<[() => unknown, string, string | undefined, string, string]>([
    [scores([], [], [], row.slice(1)), "SHAPE", "user 3", "4 scores, one for each item", "3"],
    [
      scores([], [0], undefined, Float32Array.of(1, 2, Infinity, NaN)),
      "SCORE",
      "user 3, item 2",
      "a finite number for every item",
      "Infinity",
    ],
    [scores([], [4]), "ITEMS", "user 3", "an item index from 0 to 3", "4"],
    [scores([], [-1]), "ITEMS", "user 3", "an item index from 0 to 3", "-1"],
    [scores([], [2, 2]), "ITEMS", "user 3", "each item once", "item 2 twice"],
    [scores([4], [0]), "ITEMS", "user 3", "an item index from 0 to 3", "4"],
    [scores([2, 1], [0]), "ITEMS", "user 3", "an item above 2", "1"],
    [scores([1, 1], [0]), "ITEMS", "user 3", "an item above 1", "1"],
    [
      scores([0, 1], [1]),
      "ITEMS",
      "user 3",
      "relevant items that can be recommended",
      "item 1 in both lists",
    ],
    [scores([], [0, 1], [1]), "GRADE", "user 3", "2 grades", "1"],
    [scores([], [0, 1], [1, 0]), "GRADE", "user 3", "a finite number above 0", "0"],
    [ranking([1, 4]), "ITEMS", "user 3", "an item index from 0 to 3", "4"],
    [ranking([1, 1]), "ITEMS", "user 3", "each item once", "item 1 twice"],
    [ranking([1, 2], 3), "ITEMS", "user 3", "a whole number from 0 to 2", "3"],
    [ranking([1, 2], -1), "ITEMS", "user 3", "a whole number from 0 to 2", "-1"],
    [ranking([1, 2], 0.5), "ITEMS", "user 3", "a whole number from 0 to 2", "0.5"],
    [ranking([1, 2, 3, 0, 1], 1), "ITEMS", "user 3", "a whole number from 0 to 0", "1"],
    [ranks([0]), "RANK", "user 3", "different whole numbers from 1 to 4", "0"],
    [ranks([5]), "RANK", "user 3", "different whole numbers from 1 to 4", "5"],
    [ranks([4], 1), "RANK", "user 3", "different whole numbers from 1 to 3", "4"],
    [ranks([3, 1, 3]), "RANK", "user 3", "different whole numbers from 1 to 4", "3 twice"],
    [ranks([0, 0]), "RANK", "user 3", "different whole numbers from 1 to 4", "0"],
    [users(2, 2), "USER", "user 2", "a whole number from 0, each user once", "a user added before"],
    [users(-1), "USER", "user -1", "a whole number from 0, each user once", "-1"],
    [of({ nItems: 0 }), "PROTOCOL", "nItems", "a whole number from 1", "0"],
    [of({ metrics: [] }), "PROTOCOL", "metrics", "at least one metric", "none"],
    [of({ metrics: ["auc", "auc"] }), "PROTOCOL", "metrics", "each metric once", "auc, auc"],
    [of({ topK: [] }), "PROTOCOL", "topK", "at least one list length", "none"],
    [of({ topK: [2, 2] }), "PROTOCOL", "topK", "different whole numbers from 1", "2, 2"],
    [of({ topK: [3, 0] }), "PROTOCOL", "topK", "different whole numbers from 1", "3, 0"],
    [() => parseMetricName("ndgc@10"), "NAME", undefined, names, '"ndgc"'],
    [
      () => parseMetricName("ndcg"),
      "NAME",
      undefined,
      "ndcg@K with a whole number K from 1",
      '"ndcg"',
    ],
    [() => parseMetricName("auc@10"), "NAME", undefined, "auc", '"auc@10"'],
    [
      () => topKItems(Float32Array.of(1, NaN), none, 1),
      "SCORE",
      "item 1",
      "a number for every item",
      "NaN",
    ],
    [
      () => ratingErrors([1], [1, 2]),
      "SHAPE",
      undefined,
      "2 predictions, one for each rating",
      "1",
    ],
    [() => ratingErrors([], []), "EMPTY", undefined, "at least one test rating", "none"],
    [() => ratingErrors([1, NaN], [1, 2]), "RATING", "row 1", "a finite number", "NaN"],
    [() => ratingErrors([1, 2], [Infinity, 2]), "RATING", "row 0", "a finite number", "Infinity"],
    [
      () => novelty(places([0, 1, 2]), [1, 1, 1], 2),
      "SHAPE",
      undefined,
      "2 users x 2 places",
      "3 places",
    ],
    [
      () => novelty(places([0, 1, 2, 3]), [1, 1, 1], 2),
      "ITEMS",
      "user 1, place 2",
      "an item index from 0 to 2, or -1 behind the end of a list",
      "3",
    ],
    [
      () => novelty(places([0, -2, 2, 3]), [1, 1, 1], 2),
      "ITEMS",
      "user 0, place 2",
      "an item index from 0 to 2, or -1 behind the end of a list",
      "-2",
    ],
    [() => novelty(lists, [1, 3, 1], 2), "COUNTS", "item 1", "a number from 0 to 2", "3"],
    [() => novelty(lists, [1, 1, NaN], 2), "COUNTS", "item 2", "a number from 0 to 2", "NaN"],
    [() => genreCalibration(lists, [[0]], genres), "SHAPE", undefined, "2 histories", "1"],
    [
      () => genreCalibration(lists, histories, genres, { smoothing: 0 }),
      "SMOOTHING",
      undefined,
      "a number above 0 and at most 1",
      "0",
    ],
    [
      () => genreCalibration(lists, histories, genres, { smoothing: 1.5 }),
      "SMOOTHING",
      undefined,
      "a number above 0 and at most 1",
      "1.5",
    ],
    [
      () => genreCalibration(lists, [[0], [3]], genres),
      "ITEMS",
      "user 1",
      "an item index from 0 to 2",
      "3",
    ],
    [
      () => genreCalibration(lists, [[-1], [0]], genres),
      "ITEMS",
      "user 0",
      "an item index from 0 to 2",
      "-1",
    ],
    [
      () => genreCalibration(lists, [[0.5], [0]], genres),
      "ITEMS",
      "user 0",
      "an item index from 0 to 2",
      "0.5",
    ],
    [
      () => intraListSimilarity(lists, { nItems: 3, dim: 2, values: new Float32Array(5) }),
      "SHAPE",
      undefined,
      "3 items x 2 columns",
      "5 values",
    ],
    [
      () => intraListSimilarity(lists, { nItems: 3, dim: 0, values: new Float32Array(0) }),
      "SHAPE",
      undefined,
      "3 items x 0 columns",
      "0 values",
    ],
    [
      () =>
        intraListSimilarity(lists, {
          nItems: 3,
          dim: 1,
          values: new Float32Array(3),
          missing: new Uint8Array(2),
        }),
      "SHAPE",
      undefined,
      "3 items x 1 columns",
      "3 values",
    ],
    [
      () => intraListSimilarity(lists, { nItems: 3, dim: 1, values: Float32Array.of(1, NaN, 1) }),
      "FEATURE",
      "item 1",
      "finite numbers",
      "NaN or infinite",
    ],
    [
      () => metricRosetta({ ...input, users: [user, { ...user, grades: Float32Array.of(1.5) }] }),
      "GRADE",
      "user 1",
      "whole numbers from 1",
      "1.5",
    ],
    [
      () => metricRosetta({ ...input, users: [{ ...user, relevant: none }] }),
      "EMPTY",
      undefined,
      "at least one user with a relevant item",
      "1 users without",
    ],
    [() => metricRosetta({ ...input, itemIds: ["a"] }), "SHAPE", undefined, "4 ids", "1"],
  ])("%o", (action, code, where, expected, got) => {
    const told: Refusal = { code: `E_METRIC_${code}`, where, expected, got };
    expect(refusalOf(action)).toEqual(told);
  });

  it("takes the ends that are allowed", () => {
    for (const allowed of [
      scores([3], [0]),
      scores([], [3, 0]),
      ranking([1, 2], 2),
      ranks([4]),
      ranks([3, 1], 1),
      of({ nItems: 1, topK: [1] }),
      () => genreCalibration(lists, histories, genres, { smoothing: 1 }),
      () => metricRosetta({ ...input, itemIds: ["a", "b", "c", "d"] }),
    ]) {
      expect(refusalOf(allowed)).toBeUndefined();
    }
  });
});

describe("the rosetta in words", () => {
  it("names tool, metric, convention and source of every entry", () => {
    const { entries } = metricRosetta();
    for (const { tool, metric, convention, source } of entries) {
      expect(tool.length, metric).toBeGreaterThan(2);
      expect(metric.length, tool).toBeGreaterThan(1);
      expect(convention.length, `${tool} ${metric}`).toBeGreaterThan(5);
      expect(source, `${tool} ${metric}`).toMatch(/^[\w.-]+\/[\w.-]+ \S+/);
    }
    expect(new Set(entries.map(({ tool, metric }) => `${tool} ${metric}`)).size).toBe(
      entries.length,
    );
  });

  it("aligns its columns as text, and escapes them as HTML", () => {
    const table = metricRosetta();
    const lines = String(table).split("\n");
    expect(lines).toHaveLength(table.entries.length + 1);
    expect(lines[0]).toMatch(/^value {3}tool +metric +convention$/);
    const [at, first] = [lines[0].indexOf("metric"), table.entries[0]];
    lines.slice(1).forEach((line, index) => {
      expect(line.slice(at).startsWith(`${table.entries[index].metric} `)).toBe(true);
      expect(line.endsWith(`  ${table.entries[index].convention}`)).toBe(true);
    });
    expect(lines[1].startsWith(`${first.value.toFixed(4)}  ${first.tool} `)).toBe(true);
    const { "text/html": html, "text/plain": text } = table.toMimeBundle();
    expect(text).toBe(String(table));
    expect(html.startsWith("<table><thead><tr><th>Value</th><th>Tool</th><th>Metric</th>")).toBe(
      true,
    );
    expect(html).toContain("<th>Convention</th><th>Source</th></tr></thead><tbody><tr><td>");
    expect(html.endsWith("</td></tr></tbody></table>")).toBe(true);
    expect(html.match(/<tr>/g)).toHaveLength(table.entries.length + 1);
    expect(html.match(/<\/td><\/tr>/g)).toHaveLength(table.entries.length);
    expect(table.valueOf(first.tool, first.metric)).toBe(first.value);
    expect(table.valueOf(first.tool, "none")).toBeUndefined();
    expect(table.valueOf("none", first.metric)).toBeUndefined();
  });
});
