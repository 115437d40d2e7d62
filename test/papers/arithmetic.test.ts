import { describe, expect, it } from "vitest";
import { verdict, type Verdict } from "../../src/papers/index.js";
import { evaluate } from "../../src/papers/formula.js";
import { factsOf } from "../../src/papers/data-facts.js";
import { datasetOf } from "../support/dataset-of.js";
import { smallPaper } from "./support/small-paper.js";

const rows = [
  [0, 0, 4],
  [0, 1, 3],
  [0, 3, 5],
  [1, 0, 2],
  [1, 3, 1],
] as const;
const films = datasetOf(rows).with({ name: "films", invented: false });

describe("formulas", () => {
  it.each([
    ["1 - 2 - 3", -4],
    ["12 / 2 / 3", 2],
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["-a + 2", 1],
    ["2 * -a", -2],
    ["b > a", 1],
    ["a > b", 0],
    ["(b > a) + (1.5 > a) + (a > a)", 2],
    ["1 + 1 > 1", 1],
  ])("%s is %d", (formula, value) => {
    expect(evaluate(formula, { a: 1, b: 2 })).toBe(value);
  });

  it.each(["", "1 +", "(1", "1)", "1 2", "c", "a.b", "a ** b", "toString", "1e3x", "a()", "[1]"])(
    "%j is none",
    (formula) => {
      expect(() => evaluate(formula, { a: 1, b: 2 })).toThrow(SyntaxError);
    },
  );
});

it("facts of a data set are counted", () => {
  expect(factsOf(films)).toEqual({
    nUsers: 2,
    nItems: films.nItems,
    nRatings: 5,
    nRatedItems: 3,
    fewestOfUser: 2,
  });
});

describe("a claim of arithmetic", () => {
  interface Check {
    readonly formula: string;
    readonly claimed: number | string;
    readonly is?: string;
    readonly tolerance?: number;
  }
  const found = (checks: readonly Check[], datasets = [films]): Verdict => {
    const fact = (name: string): object => ({ data: "films", fact: name });
    const values = { new: "t/new/test", old: "t/old/test", users: fact("nUsers"), ten: 10 };
    const whole = checks.map((check) => {
      const used = Object.entries(values).filter(([name]) => check.formula.includes(name));
      return { says: "It", tolerance: 0, ...check, values: Object.fromEntries(used) };
    });
    const paper = smallPaper({ kind: "arithmetic", checks: whole });
    return verdict(paper.claims[0], [], { paper, datasets });
  };

  it("is supported where the numbers give it, within rounding", () => {
    const right = found([{ formula: "old - new", claimed: 0.5 }]);
    expect(right).toMatchObject({ finding: "supported", tests: [], protocol: "faithful" });
    expect(right.checks).toMatchObject([{ computed: 0.5, claimed: 0.5, holds: true }]);
    expect(right.reason).toBe("It: 0.5 by computation, 0.5 claimed.");
    expect(found([{ formula: "new / old", claimed: "t/new/test" }]).finding).toBe("supported");
    expect(found([{ formula: "old / 3", claimed: 0.333, tolerance: 0.0005 }]).finding).toBe(
      "supported",
    );
    // 0.1 + 0.2 is 0.3 in decimals.
    expect(found([{ formula: "0.1 + 0.2", claimed: 0.3 }]).finding).toBe("supported");
  });

  it("is contradicted where they do not", () => {
    const wrong = found([{ formula: "old - new", claimed: 0.6 }]);
    expect(wrong.finding).toBe("contradicted");
    expect(wrong.reason).toBe("It: 0.5 by computation, 0.6 claimed.");
    expect(found([{ formula: "1 / (old - old)", claimed: 1 }]).finding).toBe("contradicted");
  });

  it("holds within a billionth of what is claimed, of 1 where that is less, and no further", () => {
    const finding = (formula: string, claimed: number): string => {
      return found([{ formula, claimed }]).finding;
    };
    expect(finding("1000000000 + 0.75", 1e9)).toBe("supported");
    expect(finding("1000000000 + 1.25", 1e9)).toBe("contradicted");
    expect(finding("0.000000001", 0)).toBe("supported");
    expect(finding("0.0000000011", 0)).toBe("contradicted");
  });

  it("holds from below and from above", () => {
    const bound = (is: string, claimed: number): string => {
      return found([{ formula: "ten", is, claimed }]).finding;
    };
    expect(["at-least", "at-most"].map((is) => bound(is, 10))).toEqual(["supported", "supported"]);
    expect(["at-least", "at-most"].map((is) => bound(is, 9))).toEqual([
      "supported",
      "contradicted",
    ]);
    expect(["at-least", "at-most"].map((is) => bound(is, 11))).toEqual([
      "contradicted",
      "supported",
    ]);
  });

  it("is supported in part where some of it holds; the reason is what is furthest off", () => {
    const part = found([
      { formula: "old", claimed: 1 },
      { formula: "old", claimed: 1.1 },
      { formula: "ten", claimed: 1, is: "at-most" },
    ]);
    expect(part.finding).toBe("supported in part");
    expect(part.reason).toBe("It: 10 by computation, at most 1 claimed; 1 of 3 checks hold.");
  });

  it("takes facts from the paper's own data, and from nothing else", () => {
    const asked = [{ formula: "users", claimed: 2 }];
    expect(found(asked).finding).toBe("supported");
    for (const datasets of [
      [],
      [films.with({ invented: true })],
      [films.with({ name: "songs" })],
    ]) {
      const none = found(asked, datasets);
      expect([none.finding, none.reason]).toEqual(["not testable here", "Films is not here."]);
    }
  });
});
