import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/compute/index.js";
import {
  holm,
  significanceLetters,
  varianceComponents,
  type PairwiseResult,
} from "../../src/stats/index.js";
import golden from "./golden/stats.json" with { type: "json" };

describe("holm", () => {
  it("agrees with statsmodels", () => {
    holm(golden.holm.pValues).forEach((adjusted, index) => {
      expect(adjusted).toBeCloseTo(golden.holm.adjusted[index], 14);
    });
  });

  it("lies between the p-value and Bonferroni's, and keeps the order", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const adjusted = holm(pValues);
        pValues.forEach((pValue, index) => {
          expect(adjusted[index]).toBeGreaterThanOrEqual(pValue);
          expect(adjusted[index]).toBeLessThanOrEqual(Math.min(1, pValue * pValues.length));
          pValues.forEach((other, otherIndex) => {
            if (pValue <= other) expect(adjusted[index]).toBeLessThanOrEqual(adjusted[otherIndex]);
          });
        });
      }),
    );
  });

  it.each([-0.1, 1.1, Number.NaN])("refuses the p-value %s", (pValue) => {
    expect(() => holm([0.5, pValue])).toThrow("E_STATS_OPTION");
  });
});

describe("varianceComponents", () => {
  it("agrees with the analysis of variance in NumPy", () => {
    const { values, seeds, units, residual } = golden.components;
    const components = varianceComponents(values.map((row) => Float64Array.from(row)));
    expect(components.seeds).toBeCloseTo(seeds, 12);
    expect(components.units).toBeCloseTo(units, 12);
    expect(components.residual).toBeCloseTo(residual, 12);
    expect(components.ofMean.seeds).toBeCloseTo(seeds / 4, 12);
    expect(components.ofMean.units).toBeCloseTo(units / 6, 12);
    expect(components.ofMean.residual).toBeCloseTo(residual / 24, 12);
    expect([components.nSeeds, components.nUnits]).toEqual([4, 6]);
  });

  it("finds nothing but units when all seeds agree", () => {
    const row = Float64Array.of(1, 2, 4, 7);
    const { seeds, units, residual, mean } = varianceComponents([row, row, row]);
    expect([mean, seeds, residual]).toEqual([3.5, 0, 0]);
    expect(units).toBeCloseTo(7, 12);
  });

  it("recovers planted variances", () => {
    const random = createRandom(1, "planted");
    const nSeeds = 60;
    const nUnits = 400;
    const unitEffects = Array.from({ length: nUnits }, () => 2 * random.normal());
    const values = Array.from({ length: nSeeds }, () => {
      const seedEffect = random.normal();
      return Float64Array.from(unitEffects, (unit) => unit + seedEffect + 0.5 * random.normal());
    });
    const { seeds, units, residual } = varianceComponents(values);
    // Relative standard errors: sqrt(2 / 59), sqrt(2 / 399), sqrt(2 / 23541); three of each.
    expect(Math.abs(seeds - 1)).toBeLessThan(3 * 0.184);
    expect(Math.abs(units / 4 - 1)).toBeLessThan(3 * 0.071);
    expect(Math.abs(residual / 0.25 - 1)).toBeLessThan(3 * 0.0093);
  });

  it("refuses tables that are too small, ragged or hold NaN", () => {
    const row = Float64Array.of(1, 2);
    expect(() => varianceComponents([])).toThrow("E_STATS_EMPTY");
    expect(() => varianceComponents([row])).toThrow("E_STATS_EMPTY");
    expect(() => varianceComponents([Float64Array.of(1), Float64Array.of(1)])).toThrow(
      "E_STATS_EMPTY",
    );
    expect(() => varianceComponents([row, Float64Array.of(1, 2, 3)])).toThrow("E_STATS_LENGTH");
    expect(() => varianceComponents([row, Float64Array.of(1, NaN)])).toThrow("E_STATS_NUMBER");
  });
});

/** All pairs of `n` systems; those in `different` get p = 0, the others p = 1. */
function pairwise(n: number, ...different: [number, number][]): PairwiseResult[] {
  const results: PairwiseResult[] = [];
  for (let first = 0; first < n; first++) {
    for (let second = first + 1; second < n; second++) {
      const differ = different.some(([one, other]) => one === first && other === second);
      results.push({ first, second, pValue: differ ? 0 : 1 });
    }
  }
  return results;
}

describe("significanceLetters", () => {
  it("gives one letter to all when nothing differs, each its own when all differ", () => {
    expect(significanceLetters([1, 2, 3], pairwise(3), 0.05)).toEqual(["a", "a", "a"]);
    const all: [number, number][] = [
      [0, 1],
      [0, 2],
      [1, 2],
    ];
    expect(significanceLetters([1, 2, 3], pairwise(3, ...all), 0.05)).toEqual(["c", "b", "a"]);
    const lower = { best: "lower" } as const;
    expect(significanceLetters([1, 2, 3], pairwise(3, ...all), 0.05, lower)).toEqual([
      "a",
      "b",
      "c",
    ]);
  });

  it("gives two letters to one that differs from neither of two that differ", () => {
    expect(significanceLetters([3, 2, 1], pairwise(3, [0, 2]), 0.05)).toEqual(["a", "ab", "b"]);
  });

  it("works Piepho's kind of example: a chain of overlapping groups", () => {
    const far: [number, number][] = [
      [0, 2],
      [0, 3],
      [1, 3],
    ];
    const letters = significanceLetters([4, 3, 2, 1], pairwise(4, ...far), 0.05);
    expect(letters).toEqual(["a", "ab", "bc", "c"]);
  });

  it("shares a letter exactly where the p-value is above alpha, for any pattern", () => {
    const systems = fc.integer({ min: 1, max: 7 }).chain((n) =>
      fc.record({
        means: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: n, maxLength: n }),
        pValues: fc.array(fc.constantFrom(0.01, 0.05, 0.3), {
          minLength: (n * (n - 1)) / 2,
          maxLength: (n * (n - 1)) / 2,
        }),
      }),
    );
    fc.assert(
      fc.property(systems, ({ means, pValues }) => {
        const results = pairwise(means.length).map((pair, index) => {
          return { ...pair, pValue: pValues[index] };
        });
        const letters = significanceLetters(means, results, 0.05);
        for (const { first, second, pValue } of results) {
          const shared = letters[first]
            .split("")
            .some((letter) => letters[second].includes(letter));
          expect(shared).toBe(pValue > 0.05);
        }
        const best = means.indexOf(Math.max(...means));
        expect(letters[best]).toContain("a");
        const all = [...new Set(letters.join(""))];
        const groups = all.map((letter) => letters.map((own) => own.includes(letter)));
        for (const group of groups) {
          const holding = groups.filter((other) => group.every((has, at) => !has || other[at]));
          expect(holding).toEqual([group]);
        }
      }),
    );
  });

  it("refuses missing, double and impossible pairs and settings", () => {
    const pairs = pairwise(3);
    const letters = (results: PairwiseResult[], alpha = 0.05) => {
      return (): string[] => significanceLetters([1, 2, 3], results, alpha);
    };
    expect(letters(pairs.slice(1))).toThrow("E_STATS_OPTION");
    expect(letters([...pairs, pairs[0]])).toThrow("E_STATS_OPTION");
    expect(letters([{ first: 0, second: 3, pValue: 1 }])).toThrow("E_STATS_OPTION");
    expect(letters([{ first: 1, second: 1, pValue: 1 }])).toThrow("E_STATS_OPTION");
    expect(letters([{ ...pairs[0], pValue: Number.NaN }, ...pairs.slice(1)])).toThrow(
      "E_STATS_OPTION",
    );
    expect(letters(pairs, 0)).toThrow("E_STATS_OPTION");
    expect(() => significanceLetters([1, Number.NaN], pairwise(2), 0.05)).toThrow("E_STATS_NUMBER");
    expect(() => significanceLetters([], [], 0.05)).toThrow("E_STATS_EMPTY");
  });
});
