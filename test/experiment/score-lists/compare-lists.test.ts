import { describe, expect, it } from "vitest";
import { compareLists, type ListScores } from "../../../src/experiment/index.js";
import { holm, pairedRandomisationTest } from "../../../src/stats/index.js";
import { codeOf } from "../../cli/support/code-of.js";

function scoresOf(name: string, columns: Record<string, number[]>, users?: number[]): ListScores {
  const values = Object.fromEntries(
    Object.entries(columns).map(([metric, column]) => [metric, Float64Array.from(column)]),
  );
  const [first] = Object.values(columns);
  const mean = (column: number[]): number =>
    column.reduce((sum, value) => sum + value, 0) / column.length;
  const metrics = Object.fromEntries(
    Object.entries(columns).map(([metric, column]) => [
      metric,
      { mean: mean(column), low: 0, high: 1, n: column.length },
    ]),
  );
  const userIndex = Int32Array.from(users ?? first.keys());
  const counts = { usersWithoutList: 0, listsWithoutTest: 0, unknownItems: 0, seenItems: 0 };
  return {
    name,
    metrics,
    units: { unit: "user", userIndex, values },
    isComplete: false,
    ...counts,
  };
}

describe("comparing two sets of lists", () => {
  const one = scoresOf("one", { a: [1, 1, 1, 1, 0, 1, 1, 1], b: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8] }); // prettier-ignore
  const two = scoresOf("two", { a: [0, 0, 0, 0, 1, 0, 0, 0], b: [0.2, 0.1, 0.3, 0.5, 0.4, 0.6, 0.7, 0.8] }); // prettier-ignore

  it("pairs users, and corrects over the metrics", () => {
    const [a, b] = compareLists(one, two, 3);
    const tests = ["a", "b"].map((metric) =>
      pairedRandomisationTest(one.units.values[metric], two.units.values[metric], { seed: 3 }),
    );
    const adjusted = holm(tests.map(({ pValue }) => pValue));
    expect(a).toMatchObject({ metric: "a", ...tests[0], adjustedPValue: adjusted[0] });
    expect(b).toMatchObject({ metric: "b", ...tests[1], adjustedPValue: adjusted[1] });
    expect(a.difference).toBe(0.75);
    // Differences 1 (seven times) and -1: mean 3/4, deviation sqrt(8/7 (1 - 9/16)).
    expect(a.cohensD).toBeCloseTo(0.75 / Math.sqrt((8 / 7) * (1 - 9 / 16)), 12);
    expect(b.difference).toBeCloseTo(0, 12);
  });

  it("turns signs when turned round, at the same p", () => {
    const there = compareLists(one, two);
    const back = compareLists(two, one);
    back.forEach((test, at) => {
      expect(test.difference).toBeCloseTo(-there[at].difference, 12);
      expect(test.pValue).toBeCloseTo(there[at].pValue, 12);
    });
  });

  it("refuses other users with E_LIST_USERS", () => {
    const other = scoresOf("other", { a: [1, 0], b: [1, 0] }, [0, 1]);
    const moved = scoresOf("moved", { a: [1, 0], b: [1, 0] }, [0, 2]);
    expect(codeOf(() => compareLists(one, other))).toBe("E_LIST_USERS");
    expect(codeOf(() => compareLists(other, moved))).toBe("E_LIST_USERS");
  });
});
