import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/compute/random.js";
import {
  allPairsTest,
  bootstrapRmse,
  pairedBootstrap,
  pairedRandomisationTest,
} from "../../src/stats/index.js";

function column(name: string, n: number, shift: number): Float64Array {
  const random = createRandom(5, name);
  return Float64Array.from({ length: n }, () => (random.normal() + shift) ** 2);
}

const columns = [column("a", 403, 0), column("b", 403, 0.1), column("c", 403, 0.5)];

describe("allPairsTest", () => {
  it("gives the p-values of the test of each pair alone, from the same signs", () => {
    const { pairs } = allPairsTest(columns, { seed: 3, rounds: 2000 });
    expect(pairs.map(({ first, second }) => [first, second])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    for (const { first, second, pValue, difference, n } of pairs) {
      const alone = pairedRandomisationTest(columns[first], columns[second], {
        seed: 3,
        rounds: 2000,
      });
      expect(pValue).toBe(alone.pValue);
      expect(difference).toBeCloseTo(alone.difference, 12);
      expect(n).toBe(403);
    }
  });

  it("gives the intervals of the paired bootstrap of each pair alone", () => {
    const { pairs, estimates } = allPairsTest(columns, { seed: 3, rounds: 10, statistic: "rmse" });
    for (const { first, second, low, high, difference } of pairs) {
      const alone = pairedBootstrap(columns[first], columns[second], "rmse", { seed: 3 });
      expect(low).toBeCloseTo(alone.low, 12);
      expect(high).toBeCloseTo(alone.high, 12);
      expect(difference).toBeCloseTo(alone.difference, 12);
    }
    expect(estimates[1]).toEqual(bootstrapRmse(columns[1], { seed: 3 }));
  });

  it("finds no difference between equal systems, and the least p-value between unlike ones", () => {
    const far = columns[0].map((value) => value + 10);
    const { pairs } = allPairsTest([columns[0], columns[0], far], { seed: 1, rounds: 99 });
    expect(pairs.map(({ pValue }) => pValue)).toEqual([1, 0.01, 0.01]);
  });

  it("takes the normal limit above 50,000 units, close to the drawn signs", () => {
    const n = 50_001;
    const random = createRandom(6, "large");
    const first = Float64Array.from({ length: n }, () => random.uniform());
    for (const shift of [0, 0.003, 0.02]) {
      const second = first.map((value) => value + shift + random.normal() * 0.3);
      const rounds = 4000;
      const [{ pValue }] = allPairsTest([first, second], { seed: 2, resamples: 5 }).pairs;
      const drawn = pairedRandomisationTest(first, second, { seed: 2, rounds }).pValue;
      // Three standard errors of a share of 4000 signs, and its least value.
      const error = 3 * Math.sqrt((drawn * (1 - drawn)) / rounds) + 1 / rounds;
      expect(Math.abs(pValue - drawn)).toBeLessThan(error);
    }
    const [same] = allPairsTest([first, first], { seed: 2, resamples: 5 }).pairs;
    expect(same.pValue).toBe(1);
  });

  it("refuses columns of different length, empty ones, NaN and bad settings", () => {
    const two = Float64Array.of(1, 2);
    const run = (all: Float64Array[], rounds = 9) => allPairsTest(all, { seed: 1, rounds });
    expect(() => run([two, Float64Array.of(1)])).toThrow("E_STATS_LENGTH");
    expect(() => run([new Float64Array(0)])).toThrow("E_STATS_EMPTY");
    expect(() => run([two, Float64Array.of(1, Number.NaN)])).toThrow("E_STATS_NUMBER");
    expect(() => run([two, two], 0)).toThrow("E_STATS_OPTION");
  });
});
