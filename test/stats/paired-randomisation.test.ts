import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bootstrapMean, effectSize, pairedRandomisationTest } from "../../src/stats/index.js";
import golden from "./golden/stats.json" with { type: "json" };

const first = Float64Array.from(golden.exact.first);
const second = Float64Array.from(golden.exact.second);

function repeat(values: Float64Array, times: number): Float64Array {
  return Float64Array.from({ length: values.length * times }, (_unused, index) => {
    return values[index % values.length];
  });
}

describe("pairedRandomisationTest", () => {
  it("is exact for few pairs, as scipy's permutation test", () => {
    const result = pairedRandomisationTest(first, second, { seed: 1 });
    expect(result.difference).toBeCloseTo(golden.exact.difference, 12);
    expect(result.pValue).toBe(golden.exact.pValue);
    expect(result.n).toBe(11);
    expect(pairedRandomisationTest(first, second, { seed: 2 }).pValue).toBe(golden.exact.pValue);
  });

  it("is worked by hand for three pairs", () => {
    const up = Float64Array.of(2, 2, 2);
    const down = Float64Array.of(1, 0, -1);
    // Sums of +-1 +-2 +-3 that reach 6 in absolute value: two of eight.
    expect(pairedRandomisationTest(up, down, { seed: 0 }).pValue).toBe(2 / 8);
  });

  it("comes near the exact p-value when it draws", () => {
    const drawn = pairedRandomisationTest(first, second, { seed: 5, rounds: 2000 });
    // 2,000 of 2,048 sign vectors at random: the standard error at p = 0.13 is 0.0076.
    expect(Math.abs(drawn.pValue - golden.exact.pValue)).toBeLessThan(4 * 0.0076);
    expect(drawn.pValue).not.toBe(golden.exact.pValue);
  });

  it("adds one to both counts: the smallest p-value is 1 / (rounds + 1)", () => {
    const high = new Float64Array(200).fill(1);
    const low = new Float64Array(200);
    expect(pairedRandomisationTest(high, low, { seed: 1, rounds: 99 }).pValue).toBe(1 / 100);
  });

  it("gives 1 for equal systems, exact and drawn", () => {
    expect(pairedRandomisationTest(first, first, { seed: 1 }).pValue).toBe(1);
    const many = repeat(first, 20);
    expect(pairedRandomisationTest(many, many, { seed: 1, rounds: 50 }).pValue).toBe(1);
  });

  it("is two-sided and deterministic, and its interval is the bootstrap's", () => {
    const many = repeat(first, 9);
    const others = repeat(second, 9);
    const forwards = pairedRandomisationTest(many, others, { seed: 3, rounds: 500 });
    const backwards = pairedRandomisationTest(others, many, { seed: 3, rounds: 500 });
    expect(backwards.pValue).toBe(forwards.pValue);
    expect(pairedRandomisationTest(many, others, { seed: 3, rounds: 500 })).toEqual(forwards);
    const differences = many.map((value, index) => value - others[index]);
    const { low, high } = bootstrapMean(differences, { seed: 3 });
    expect([forwards.low, forwards.high]).toEqual([low, high]);
  });

  it("does not depend on the order of pairs when exact", () => {
    const values = fc.array(
      fc.tuple(fc.integer({ max: 9, min: 0 }), fc.integer({ max: 9, min: 0 })),
      {
        minLength: 1,
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(values, (pairs) => {
        const test = (rows: [number, number][]): number =>
          pairedRandomisationTest(
            Float64Array.from(rows, ([one]) => one / 10),
            Float64Array.from(rows, ([, other]) => other / 10),
            { seed: 0 },
          ).pValue;
        const pValue = test(pairs);
        expect(test([...pairs].reverse())).toBe(pValue);
        expect(pValue).toBeGreaterThanOrEqual(2 ** (1 - pairs.length) / 2);
        expect(pValue).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("refuses unequal lengths, nothing, NaN and no rounds", () => {
    const none = new Float64Array(0);
    const broken = Float64Array.of(Number.NaN);
    const test = pairedRandomisationTest;
    expect(() => test(first, none, { seed: 1 })).toThrow("E_STATS_LENGTH");
    expect(() => test(none, none, { seed: 1 })).toThrow("E_STATS_EMPTY");
    expect(() => test(broken, broken, { seed: 1 })).toThrow("E_STATS_NUMBER");
    expect(() => test(first, second, { seed: 1, rounds: 0 })).toThrow("E_STATS_OPTION");
  });
});

describe("effectSize", () => {
  it("is difference and Cohen's d of the pairs", () => {
    const { difference, cohensD, n } = effectSize(first, second);
    expect(difference).toBeCloseTo(golden.exact.difference, 12);
    expect(cohensD).toBeCloseTo(golden.exact.cohensD, 12);
    expect(n).toBe(11);
  });

  it("is 0 for equal systems and infinite for a constant gap", () => {
    expect(effectSize(first, first).cohensD).toBe(0);
    expect(effectSize(Float64Array.of(1, 2), Float64Array.of(2, 3)).cohensD).toBe(-Infinity);
  });

  it("needs two pairs", () => {
    expect(() => effectSize(Float64Array.of(1), Float64Array.of(2))).toThrow("E_STATS_EMPTY");
    expect(() => effectSize(first, Float64Array.of(2))).toThrow("E_STATS_LENGTH");
  });
});
