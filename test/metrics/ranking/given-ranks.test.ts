import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { RankingEvaluator, rankingMetricNames } from "../../../src/metrics/index.js";
import { RosettaTable } from "../../../src/metrics/rosetta/rosetta-table.js";

const none = new Int32Array(0);
const protocol = { nItems: 12, topK: [1, 3, 12], metrics: rankingMetricNames };

/** Scores of twelve items in a random order, some relevant with grades, some excluded. */
const users = fc
  .record({
    order: fc.shuffledSubarray([...Array(12).keys()], { minLength: 12 }),
    nRelevant: fc.integer({ min: 1, max: 5 }),
    nExcluded: fc.integer({ min: 0, max: 4 }),
    grades: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 5, maxLength: 5 }),
    isGraded: fc.boolean(),
  })
  .map(({ order, nRelevant, nExcluded, grades, isGraded }) => ({
    scores: Float32Array.from({ length: 12 }, (_unused, item) => -order.indexOf(item)),
    order,
    relevant: Int32Array.from(order.slice(2, 2 + nRelevant).reverse()),
    excluded: Int32Array.from(order.slice(8, 8 + nExcluded)).sort(),
    grades: isGraded ? Float32Array.from(grades.slice(0, nRelevant)) : undefined,
  }));

describe("places that were found elsewhere", () => {
  it("give every metric the value that their scores give, with and without grades", () => {
    fc.assert(
      fc.property(users, ({ scores, order, relevant, excluded, grades }) => {
        const candidates = order.filter((item) => !excluded.includes(item));
        const ranks = relevant.map((item) => candidates.indexOf(item) + 1);
        const byScores = new RankingEvaluator(protocol);
        byScores.addScores(0, scores, excluded, relevant, grades);
        const byRanks = new RankingEvaluator(protocol);
        byRanks.addRanks(0, ranks, excluded.length, grades);
        expect(byRanks.finish()).toEqual(byScores.finish());
        const byList = new RankingEvaluator(protocol);
        byList.addRanking(0, Int32Array.from(candidates), relevant, grades, excluded.length);
        expect(byList.finish()).toEqual(byScores.finish());
      }),
    );
  });

  it("are taken with the correction for ties, where a metric asks for it", () => {
    const value = (metrics: string[], tieCorrection: number): number => {
      const evaluator = new RankingEvaluator({ nItems: 4, topK: [], metrics });
      evaluator.addRanks(0, Int32Array.of(2), 0, undefined, tieCorrection);
      return evaluator.finish().values[metrics[0]][0];
    };
    expect(value(["auc-half-ties"], 0)).toBeCloseTo(2 / 3, 12);
    expect(value(["auc-half-ties"], 0.5)).toBeCloseTo(2.5 / 3, 12);
    expect(value(["auc"], 0.5)).toBeCloseTo(2 / 3, 12);
  });

  it("of hundreds of users and of long lists are all kept, in order", () => {
    const nItems = 200;
    const evaluator = new RankingEvaluator({ nItems, topK: [5], metrics: ["mrr", "recall"] });
    const ranks = Int32Array.from({ length: 150 }, (_unused, at) => at + 7);
    for (let user = 0; user < 600; user++) {
      evaluator.addRanks(2 * user, user % 2 === 0 ? Int32Array.of((user % 5) + 1) : ranks, 0);
    }
    evaluator.addRanks(5000, none, 0);
    const { userIndex, values, skippedUsers } = evaluator.finish();
    expect(skippedUsers).toBe(1);
    expect([...userIndex]).toEqual(Array.from({ length: 600 }, (_unused, user) => 2 * user));
    values["mrr@5"].forEach((value, user) => {
      expect(value).toBe(user % 2 === 0 ? 1 / ((user % 5) + 1) : 0);
    });
  });
});

it("a table of conventions escapes what is no markup", () => {
  const entry = {
    tool: "a & b",
    metric: "<i>",
    convention: "x > y & <b>",
    source: "s/t <p>",
    value: 0.5,
  };
  const { "text/html": html, "text/plain": text } = new RosettaTable([entry]).toMimeBundle();
  const cells = ["0.5000", "a &amp; b", "&lt;i&gt;", "x &gt; y &amp; &lt;b&gt;", "s/t &lt;p&gt;"];
  expect(html).toContain(`<tr>${cells.map((cell) => `<td>${cell}</td>`).join("")}</tr>`);
  expect(text).toBe("value   tool   metric  convention\n0.5000  a & b  <i>     x > y & <b>");
});
