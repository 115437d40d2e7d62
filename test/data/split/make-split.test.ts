import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  describeSplits,
  makeSplit,
  SPLIT_NAMES,
  type Dataset,
  type Split,
  type SplitRequest,
} from "../../../src/data/index.js";
import { datasetOf, rowTexts, type Row } from "../../support/dataset-of.js";
import { datasets } from "../../support/random-dataset.js";
import { splitRows } from "../../support/split-rows.js";

/** Twelve users with five to sixteen rows each, ten items, times that often tie. */
const dataset = datasetOf(
  Array.from({ length: 12 }, (_unused, user) =>
    Array.from({ length: 5 + user }, (_none, row): Row => [
      user,
      row,
      1 + ((user + row) % 5),
      row >> 1,
    ]),
  ).flat(),
);

const requests: SplitRequest[] = SPLIT_NAMES.map((name) =>
  name === "global-times" ? { name, validFrom: 3, testFrom: 5 } : { name },
);
const isSeeded = new Set(describeSplits().flatMap(({ name, seeded }) => (seeded ? [name] : [])));

/** A split, or undefined for data too small to have one. */
function tryMake(drawn: Dataset, request: SplitRequest): Split | undefined {
  try {
    return makeSplit(drawn, request);
  } catch (error) {
    expect(String(error)).toMatch(/E_SPLIT_EMPTY|E_SPLIT_OPTION: The folds/);
    return undefined;
  }
}

describe.each(requests)("$name", (request) => {
  it("conserves rows: the parts and nDropped are the data set, each row once, in order", () => {
    fc.assert(
      fc.property(datasets({ missing: true, minRows: 1 }), fc.nat(), (drawn, seed) => {
        const split = tryMake(drawn, { ...request, seed });
        if (split === undefined) return;
        const { train, valid, test } = splitRows(drawn, split);
        const all = [...train, ...valid, ...test];
        expect(all.length + split.nDropped).toBe(drawn.nRatings);
        expect(split.nDropped).toBe(0);
        expect(all.sort()).toEqual(rowTexts(drawn).sort());
        expect(train.length).toBeGreaterThan(0);
        const order = rowTexts(drawn);
        let next = 0;
        for (const row of train) next = order.indexOf(row, next) + 1 || Number.NaN;
        expect(next).not.toBeNaN();
      }),
      { numRuns: 40 },
    );
  });

  it("same seed, same split", () => {
    const one = makeSplit(dataset, { ...request, seed: 5 });
    const again = makeSplit(dataset.with({}), { ...request, seed: 5 });
    expect(again.hash).toBe(one.hash);
    expect(splitRows(dataset, again)).toEqual(splitRows(dataset, one));
    expect(one.recipe.name).toBe(request.name);
    expect(one.datasetHash).toBe(dataset.contentHash);
  });

  it(`another seed, ${isSeeded.has(request.name) ? "another" : "the same"} split`, () => {
    const splits = [5, 6, 7].map((seed) => makeSplit(dataset, { ...request, seed }));
    const hashes = new Set(splits.map(({ hash }) => hash));
    const tests = new Set(splits.map((split) => splitRows(dataset, split).test.join()));
    const expected = isSeeded.has(request.name) ? 3 : 1;
    expect([hashes.size, tests.size]).toEqual([expected, expected]);
    expect(splits[0].recipe.seed).toBe(isSeeded.has(request.name) ? 5 : 0);
  });

  it("other data, other hash", () => {
    const rating = dataset.interactions.rating.slice();
    rating[0] = rating[0] === 5 ? 4 : 5;
    const changed = dataset.with({ interactions: { ...dataset.interactions, rating } });
    const seed = 1;
    expect(makeSplit(changed, { ...request, seed }).hash).not.toBe(
      makeSplit(dataset, { ...request, seed }).hash,
    );
  });

  it("keeps the promised order of time", () => {
    fc.assert(
      fc.property(datasets({ minRows: 10 }), fc.nat(), (drawn, seed) => {
        const split = tryMake(drawn, { ...request, seed });
        if (split === undefined || split.recipe.timeOrder === "none") return;
        const { train, test } = splitRows(drawn, split);
        const timeOf = (row: string): number => Number(row.split("@")[1]);
        const userOf = (row: string): string =>
          split.recipe.timeOrder === "all" ? "" : row.split(" ")[0];
        for (const row of test) {
          const earlier = train.filter((other) => userOf(other) === userOf(row)).map(timeOf);
          expect(Math.max(-1, ...earlier)).toBeLessThanOrEqual(timeOf(row));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("makeSplit", () => {
  it("lists its recipes with settings", () => {
    expect(SPLIT_NAMES).toEqual([
      "random-ratings",
      "stratified-by-rating",
      "per-user-random",
      "leave-one-out-random",
      "leave-one-out-latest",
      "per-user-temporal",
      "global-temporal",
      "global-times",
      "k-fold",
      "cold-item",
      "mmrec",
    ]);
    const kFold = describeSplits().find(({ name }) => name === "k-fold");
    expect(kFold).toMatchObject({ settings: { folds: 5, fold: 0, valid: 0 }, seeded: true });
  });

  it("takes 8:1:1 by default and 0 for fractions left out beside given ones", () => {
    const settings = (request: SplitRequest): unknown =>
      makeSplit(dataset, { seed: 1, ...request }).recipe.settings;
    expect(settings({ name: "random-ratings" })).toEqual({ train: 0.8, valid: 0.1, test: 0.1 });
    expect(settings({ name: "random-ratings", train: 0.7, test: 0.3 })).toEqual({
      train: 0.7,
      valid: 0,
      test: 0.3,
    });
  });

  it("takes the default of a setting that is given as undefined", () => {
    const plain = makeSplit(dataset, { name: "k-fold", seed: 1 });
    const request = { name: "k-fold", seed: 1, folds: undefined, other: undefined };
    expect(makeSplit(dataset, request).recipe).toEqual(plain.recipe);
    const open = { name: "random-ratings", seed: 1, train: undefined, valid: undefined };
    expect(makeSplit(dataset, open).recipe.settings).toEqual({ train: 0.8, valid: 0.1, test: 0.1 });
    expect(makeSplit(dataset, { ...open, train: 1 }).recipe.settings).toEqual({
      train: 1,
      valid: 0,
      test: 0,
    });
  });

  it.each<[string, SplitRequest, RegExp]>([
    ["an unknown recipe", { name: "random", seed: 1 }, /E_SPLIT_RECIPE[^]*per-user-random/],
    ["an object's own member", { name: "constructor", seed: 1 }, /E_SPLIT_RECIPE/],
    ["an unknown setting", { name: "mmrec", seed: 1, train: 0.8 }, /E_SPLIT_OPTION[^]*no settings/],
    ["a misspelt setting", { name: "k-fold", seed: 1, fold_s: 3 }, /folds, fold, valid/],
    ["a wrong type", { name: "k-fold", seed: 1, folds: "5" }, /E_SPLIT_OPTION[^]*a number[^]*"5"/],
    ["no seed", { name: "random-ratings" }, /E_SPLIT_OPTION[^]*seed/],
    ["a wrong seed", { name: "random-ratings", seed: -1 }, /E_RANDOM_SEED/],
    ["no time to cut at", { name: "global-times" }, /E_SPLIT_OPTION[^]*testFrom undefined/],
    ["times out of order", { name: "global-times", validFrom: 5, testFrom: 3 }, /E_SPLIT_OPTION/],
    ["another dropCold", { name: "global-temporal", dropCold: "all" }, /E_SPLIT_OPTION[^]*"users"/],
    ["a fold out of range", { name: "k-fold", seed: 1, fold: 5 }, /E_SPLIT_OPTION[^]*0 to 4/],
    ["one fold", { name: "k-fold", seed: 1, folds: 1 }, /E_SPLIT_OPTION[^]*from 2/],
    ["a validation share of 1", { name: "k-fold", seed: 1, valid: 1 }, /E_SPLIT_FRACTION/],
  ])("refuses %s", (_name, request, message) => {
    expect(() => makeSplit(dataset, request)).toThrow(message);
  });

  const fractionRecipes = describeSplits().filter(({ settings }) => "train" in settings);
  const timedRecipes = describeSplits().filter(({ needsTimestamps }) => needsTimestamps);

  it.each(fractionRecipes)("$name refuses fractions that make no split", ({ name }) => {
    for (const [train, valid, test] of [
      [0.8, 0.1, 0.2],
      [0.8, -0.1, 0.3],
      [0, 0.5, 0.5],
      [Number.NaN, 0.5, 0.5],
      [80, 10, 10],
    ]) {
      expect(() => makeSplit(dataset, { name, seed: 1, train, valid, test })).toThrow(
        /E_SPLIT_FRACTION/,
      );
    }
    const thirds = { train: 1 / 3, valid: 1 / 3, test: 1 / 3 };
    expect(() => makeSplit(dataset, { name, seed: 1, ...thirds })).not.toThrow();
  });

  it.each(timedRecipes)("$name refuses data without times", ({ name }) => {
    const { timestamp, ...timeless } = dataset.interactions;
    const request = { name, ...(name === "global-times" && { testFrom: 5 }) };
    expect(() => makeSplit(dataset.with({ interactions: timeless }), request)).toThrow(
      /E_SPLIT_TIME[^]*no timestamps/,
    );
    const holed = timestamp!.map((time, row) => (row === 3 ? Number.NaN : time));
    expect(() =>
      makeSplit(dataset.with({ interactions: { ...timeless, timestamp: holed } }), request),
    ).toThrow(/E_SPLIT_TIME[^]*1 of 126 rows/);
  });

  it("refuses a split without training rows", () => {
    const later = { name: "global-times", testFrom: -1 };
    expect(() => makeSplit(dataset, later)).toThrow(/E_SPLIT_EMPTY/);
    expect(() => makeSplit(datasetOf([]), { name: "random-ratings", seed: 1 })).toThrow(
      /E_SPLIT_EMPTY/,
    );
  });
});
