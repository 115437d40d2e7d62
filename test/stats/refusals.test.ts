import { describe, expect, it } from "vitest";
import {
  allPairsTest,
  bootstrapMean,
  holm,
  pairedBootstrap,
  pairedRandomisationTest,
  significanceLetters,
  varianceComponents,
} from "../../src/stats/index.js";
import { refusalOf, type Refusal } from "../support/refusal.js";

const two = Float64Array.of(1, 2);
const three = Float64Array.of(1, 2, 3);
const broken = Float64Array.of(1, NaN);
const noValues = new Float64Array(0);

function letters(first: number, second: number, pValue: number, more = 0): () => unknown {
  const pair = { first, second, pValue };
  return () =>
    significanceLetters([1, 2], [pair, ...new Array<typeof pair>(more).fill(pair)], 0.05);
}

describe("what a refusal of a statistic tells", () => {
  it.each<[() => unknown, string, string | undefined, string, string]>([
    [() => bootstrapMean(noValues, { seed: 1 }), "EMPTY", "values", "at least 1", "0"],
    [
      () => pairedBootstrap(noValues, noValues, "mean", { seed: 1 }),
      "EMPTY",
      "first",
      "at least 1",
      "0",
    ],
    [() => varianceComponents([two]), "EMPTY", "seeds", "at least 2", "1"],
    [() => varianceComponents([two, Float64Array.of(1)]), "EMPTY", "seed 1", "at least 2", "1"],
    [() => varianceComponents([two, three]), "LENGTH", "seed 1", "2 values", "3"],
    [
      () => varianceComponents([two, broken]),
      "NUMBER",
      "seed 1, position 1",
      "a finite number",
      "NaN",
    ],
    [
      () => pairedRandomisationTest(two, broken, { seed: 1 }),
      "NUMBER",
      "second, position 1",
      "a finite number",
      "NaN",
    ],
    [
      () => pairedRandomisationTest(two, three, { seed: 1 }),
      "LENGTH",
      undefined,
      "2 values in both",
      "2 and 3",
    ],
    [
      () => allPairsTest([two, broken], { seed: 1 }),
      "NUMBER",
      "system 1, position 1",
      "a finite number",
      "NaN",
    ],
    [
      () => allPairsTest([two, two], { seed: 1, rounds: 0.5 }),
      "OPTION",
      "rounds",
      "a whole number from 1",
      "0.5",
    ],
    [
      () => bootstrapMean(two, { seed: 1, resamples: 0 }),
      "OPTION",
      "resamples",
      "a whole number from 1",
      "0",
    ],
    [
      () => bootstrapMean(two, { seed: 1, level: 1 }),
      "OPTION",
      "level",
      "a number above 0 and below 1",
      "1",
    ],
    [
      () => bootstrapMean(two, { seed: 1, level: 0 }),
      "OPTION",
      "level",
      "a number above 0 and below 1",
      "0",
    ],
    [() => holm([0, 1, 1.5]), "OPTION", "pValues[2]", "0 to 1", "1.5"],
    [letters(0, 1, -0.5), "OPTION", "pair 0, 1", "a p-value from 0 to 1", "-0.5"],
    [letters(0, 1, 1.5), "OPTION", "pair 0, 1", "a p-value from 0 to 1", "1.5"],
    [letters(0, 1, 1, 1), "OPTION", "pair 0, 1", "each pair once", "twice"],
    [letters(-1, 1, 1), "OPTION", "pair -1, 1", "two different systems from 0 to 1", "pair -1, 1"],
    [letters(0, 2, 1), "OPTION", "pair 0, 2", "two different systems from 0 to 1", "pair 0, 2"],
    [
      letters(0.5, 1, 1),
      "OPTION",
      "pair 0.5, 1",
      "two different systems from 0 to 1",
      "pair 0.5, 1",
    ],
    [() => significanceLetters([1, 2], [], 0.05), "OPTION", "pairwise", "1 pairs", "0"],
    [() => significanceLetters([1], [], 1), "OPTION", "alpha", "a number above 0 and below 1", "1"],
    [() => significanceLetters([], [], 0.5), "EMPTY", "means", "at least 1", "0"],
  ])("%o", (action, code, where, expected, got) => {
    const told: Refusal = { code: `E_STATS_${code}`, where, expected, got };
    expect(refusalOf(action)).toEqual(told);
  });

  it("takes the ends that are allowed", () => {
    expect(holm([0, 1])).toEqual([0, 1]);
    expect(significanceLetters([1, 2], [{ first: 1, second: 0, pValue: 0 }], 0.05)).toEqual([
      "b",
      "a",
    ]);
    expect(significanceLetters([1, 2], [{ first: 0, second: 1, pValue: 1 }], 0.05)).toEqual([
      "a",
      "a",
    ]);
  });
});
