import { describe, expect, it } from "vitest";
import { standings, type Entrant } from "../../../src/cli/submissions/standings.js";
import { createRandom } from "../../../src/compute/random.js";
import { bootstrapMean, pairedRandomisationTest } from "../../../src/stats/index.js";

const noise = createRandom(7, "test/standings");
const users = Array.from({ length: 200 }, () => noise.uniform());
const shifted = (by: number): Float64Array => Float64Array.from(users, (value) => value / 2 + by);
/** The same mean as `shifted(by)` to a hair, user by user apart in both directions. */
const wavering = (by: number): Float64Array =>
  Float64Array.from(users, (value, at) => value / 2 + by + (at % 2 === 0 ? 0.1 : -0.1));

const entrants: Entrant[] = [
  { name: "low", kind: "submission", column: shifted(0.1) },
  { name: "floor", kind: "baseline", column: shifted(0.15) },
  { name: "top", kind: "submission", column: shifted(0.3) },
  { name: "twin", kind: "submission", column: shifted(0.3) },
  { name: "near", kind: "submission", column: wavering(0.2999) },
];

describe("standings", () => {
  const rows = standings(entrants, "ndcg@10", 1);
  const row = (name: string) => rows.find((one) => one.name === name)!;

  it("are by the metric, with places for submissions alone and one for equal values", () => {
    expect(rows.map(({ name, place }) => [name, place])).toEqual([
      ["top", 1],
      ["twin", 1],
      ["near", 3],
      ["floor", undefined],
      ["low", 4],
    ]);
    expect(rows.map(({ entrant }) => entrants[entrant].name)).toEqual(rows.map(({ name }) => name));
  });

  it("mark what the paired test does not tell from the first and from the next", () => {
    expect(rows.map(({ tiedWithBest, tiedWithNext }) => [tiedWithBest, tiedWithNext])).toEqual([
      [false, true],
      [true, true],
      [true, false],
      [false, false],
      [false, false],
    ]);
    expect(row("top").toBest).toBeUndefined();
    expect(row("near").letters).toBe(row("top").letters);
    expect(row("low").letters).not.toBe(row("floor").letters);
  });

  it("have the intervals and tests of the statistics of every comparison, Holm over all ten pairs", () => {
    expect(row("top").value).toEqual(bootstrapMean(entrants[2].column, { seed: 1 }));
    const { difference, pValue } = pairedRandomisationTest(entrants[0].column, entrants[2].column, {
      seed: 1,
    });
    expect(row("low").toBest?.mean).toBeCloseTo(difference, 12);
    // Seven pairs are told apart at the smallest p-value there is, so Holm multiplies it by ten.
    expect(pValue).toBeCloseTo(1 / 10_001, 12);
    expect(row("low").toBest?.p).toBeCloseTo(10 / 10_001, 12);
  });

  it("say which baselines a submission is not shown to be ahead of", () => {
    expect(row("low").notAheadOf).toEqual(["floor"]);
    expect(row("near").notAheadOf).toEqual([]);
  });

  it("take errors the other way round, and their root for RMSE", () => {
    const errors = standings(entrants, "rmse", 1);
    expect(errors.map(({ name }) => name).slice(0, 2)).toEqual(["low", "floor"]);
    const { column } = entrants[0];
    const mean = column.reduce((sum, value) => sum + value, 0) / column.length;
    expect(errors[0].value.mean).toBeCloseTo(Math.sqrt(mean), 12);
  });

  it("are one row for one, none for none", () => {
    expect(standings([entrants[2]], "ndcg@10", 1)).toMatchObject([{ place: 1, letters: "a" }]);
    expect(standings([], "ndcg@10", 1)).toEqual([]);
  });
});
