import { describe, expect, it } from "vitest";
import {
  describeSplits,
  makeSplit,
  splitFromParts,
  type GivenPart,
  type SplitRequest,
} from "../../../src/data/index.js";
import { IdMap } from "../../../src/data/id-map.js";
import { splitByLabels } from "../../../src/data/split/labels.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { refusalOf } from "../../support/refusal.js";
import { splitRows } from "../../support/split-rows.js";

const rows: Row[] = [
  [0, 0, 1, 10],
  [0, 1, 2, 20],
  [0, 2, 3, 30],
  [1, 0, 4, 20],
  [1, 2, 5, 40],
];
const dataset = datasetOf(rows).with({ name: "films" });
const timeless = datasetOf(rows.map(([user, item, rating]): Row => [user, item, rating])).with({
  name: "films",
});
const recipes =
  "random-ratings, stratified-by-rating, per-user-random, leave-one-out-random, leave-one-out-latest, per-user-temporal, global-temporal, global-times, k-fold, cold-item, mmrec";
const fractions = "train above 0, valid and test from 0, adding to 1";
const share = "a number from 0 and below 1";
const times = "two numbers, validFrom not after testFrom";

describe("what a refusal of a split tells", () => {
  it.each<[SplitRequest, string, string | undefined, string, string]>([
    [{ name: "random" }, "RECIPE", undefined, recipes, '"random"'],
    [{ name: "mmrec" }, "OPTION", "mmrec, seed", "a whole number from 0", "no seed"],
    [
      { name: "mmrec", seed: 1, train: 1 },
      "OPTION",
      "mmrec, train",
      "no settings",
      "an unknown setting",
    ],
    [
      { name: "k-fold", seed: 1, fold_s: 1 },
      "OPTION",
      "k-fold, fold_s",
      "folds, fold, valid",
      "an unknown setting",
    ],
    [
      { name: "k-fold", seed: 1, toString: "1" },
      "OPTION",
      "k-fold, toString",
      "folds, fold, valid",
      "an unknown setting",
    ],
    [{ name: "k-fold", seed: 1, folds: "5" }, "OPTION", "k-fold, folds", "a number", '"5"'],
    [
      { name: "leave-one-out-latest", withValid: 1 },
      "OPTION",
      "leave-one-out-latest, withValid",
      "a boolean",
      "1",
    ],
    [
      { name: "global-times", testFrom: "5" },
      "OPTION",
      "global-times, testFrom",
      "a number",
      '"5"',
    ],
    [
      { name: "k-fold", seed: 1, folds: 1 },
      "OPTION",
      "k-fold, folds",
      "a whole number from 2 to 5 (the rows)",
      "1",
    ],
    [
      { name: "k-fold", seed: 1, fold: 5 },
      "OPTION",
      "k-fold, fold",
      "a whole number from 0 to 4",
      "5",
    ],
    [{ name: "k-fold", seed: 1, valid: 1 }, "FRACTION", "k-fold, valid", share, "1"],
    [{ name: "k-fold", seed: 1, valid: -0.1 }, "FRACTION", "k-fold, valid", share, "-0.1"],
    [
      { name: "random-ratings", seed: 1, train: 0.5, test: 0.25 },
      "FRACTION",
      "random-ratings",
      fractions,
      "train 0.5, valid 0, test 0.25 (sum 0.75)",
    ],
    [
      { name: "per-user-temporal", train: 1.5, test: -0.5 },
      "FRACTION",
      "per-user-temporal",
      fractions,
      "train 1.5, valid 0, test -0.5 (sum 1)",
    ],
    [
      { name: "global-temporal", train: 0, test: 1 },
      "FRACTION",
      "global-temporal",
      fractions,
      "train 0, valid 0, test 1 (sum 1)",
    ],
    [
      { name: "global-times" },
      "OPTION",
      "global-times",
      times,
      "validFrom undefined, testFrom undefined",
    ],
    [
      { name: "global-times", validFrom: 30, testFrom: 20 },
      "OPTION",
      "global-times",
      times,
      "validFrom 30, testFrom 20",
    ],
    [
      { name: "global-times", testFrom: 20, dropCold: "all" },
      "OPTION",
      "global temporal, dropCold",
      '"none", "users" or "users-and-items"',
      '"all"',
    ],
    [
      { name: "global-times", testFrom: 10 },
      "EMPTY",
      "global-times of films",
      "at least one training row",
      "0 of 5 rows",
    ],
  ])("%j", (request, code, where, expected, got) => {
    const told = { code: `E_SPLIT_${code}`, where, expected, got };
    expect(refusalOf(() => makeSplit(dataset, request))).toEqual(told);
  });

  it("names the recipe that needs times, and how many are missing", () => {
    for (const { name, needsTimestamps } of describeSplits()) {
      const request = { name, seed: 1, ...(name === "global-times" && { testFrom: 25 }) };
      const refusal = refusalOf(() => makeSplit(timeless, request));
      expect(refusal?.code).toBe(needsTimestamps ? "E_SPLIT_TIME" : undefined);
      if (needsTimestamps) expect(refusal!.where).toContain(name);
      expect(refusalOf(() => makeSplit(dataset, request))).toBeUndefined();
    }
  });

  it("names the recipe whose fractions make no split", () => {
    const named = describeSplits().filter(({ settings }) => "train" in settings);
    expect(named).toHaveLength(6);
    for (const { name } of named) {
      const refusal = refusalOf(() => makeSplit(dataset, { name, seed: 1, train: 0.5 }));
      expect([refusal?.code, refusal?.where]).toEqual(["E_SPLIT_FRACTION", name]);
    }
  });

  it("names the label and its row", () => {
    const told = (labels: number[]): unknown => {
      const refusal = refusalOf(() => splitByLabels(dataset, labels));
      return refusal && [refusal.code, refusal.where, refusal.expected, refusal.got];
    };
    const [code, where] = ["E_SPLIT_LABEL", "given-labels of films"];
    expect(told([0, 1, 2, 0])).toEqual([code, where, "5 labels", "4 labels"]);
    const three = "0 (train), 1 (valid) or 2 (test)";
    expect(told([0, 1, 2, 3, 0])).toEqual([code, where, three, "3 in row 3"]);
    expect(told([0, 1, 2, 0, NaN])).toEqual([code, where, three, "NaN in row 4"]);
    expect(told([0, 1, 2, 0, 0])).toBeUndefined();
  });
});

describe("the ends of what is allowed", () => {
  const parts = (request: SplitRequest): readonly (readonly string[])[] => {
    const { train, valid, test } = splitRows(dataset, makeSplit(dataset, request));
    return [train, valid, test].map((part) => part.map((row) => row.split("@")[1]));
  };

  it("a row at validFrom is valid, one at testFrom is test", () => {
    expect(parts({ name: "global-times", validFrom: 20, testFrom: 40 })).toEqual([
      ["10"],
      ["20", "30", "20"],
      ["40"],
    ]);
    expect(parts({ name: "global-times", validFrom: 30, testFrom: 30 })).toEqual([
      ["10", "20", "20"],
      [],
      ["30", "40"],
    ]);
    expect(parts({ name: "global-times", testFrom: 30 })[1]).toEqual([]);
  });

  it("train may be all, and the fractions may miss 1 by rounding alone", () => {
    const all = { name: "random-ratings", seed: 1, train: 1 };
    expect(parts(all).map((part) => part.length)).toEqual([5, 0, 0]);
    const near = (miss: number): unknown =>
      refusalOf(() =>
        makeSplit(dataset, { name: "random-ratings", seed: 1, train: 0.75, test: 0.25 + miss }),
      )?.code;
    expect(near(9e-10)).toBeUndefined();
    expect(near(-9e-10)).toBeUndefined();
    expect(near(2e-9)).toBe("E_SPLIT_FRACTION");
    expect(near(-2e-9)).toBe("E_SPLIT_FRACTION");
    const more = { name: "random-ratings", seed: 1, train: 1 + 5e-10 };
    expect(refusalOf(() => makeSplit(dataset, more))?.code).toBe("E_SPLIT_FRACTION");
  });

  it("cold users' rows go, and cold items' rows only where asked for", () => {
    const cold = datasetOf([
      [0, 0, 1, 1],
      [0, 1, 1, 5],
      [1, 0, 1, 6],
      [0, 0, 2, 7],
    ]);
    const sizes = (dropCold: string): number[] => {
      const split = makeSplit(cold, { name: "global-times", testFrom: 5, dropCold });
      const { train, valid, test } = splitRows(cold, split);
      return [train.length, valid.length, test.length, split.nDropped];
    };
    expect(sizes("none")).toEqual([1, 0, 3, 0]);
    expect(sizes("users")).toEqual([1, 0, 2, 1]);
    expect(sizes("users-and-items")).toEqual([1, 0, 1, 2]);
  });
});

describe("describeSplits", () => {
  it("says what each recipe is and takes", () => {
    const shares = { train: 0.8, valid: 0.1, test: 0.1 };
    const told = describeSplits().map(({ name, summary, settings, seeded, needsTimestamps }) => {
      return [name, summary, settings, `${seeded ? "seed" : ""}${needsTimestamps ? "time" : ""}`];
    });
    expect(told).toEqual([
      ["random-ratings", "rows at random", shares, "seed"],
      ["stratified-by-rating", "rows at random within each rating value", shares, "seed"],
      ["per-user-random", "rows at random within each user", shares, "seed"],
      ["leave-one-out-random", "one random row of each user", { withValid: true }, "seed"],
      ["leave-one-out-latest", "the latest row of each user", { withValid: true }, "time"],
      ["per-user-temporal", "the latest rows of each user", shares, "time"],
      [
        "global-temporal",
        "the latest rows of all, by share",
        { ...shares, dropCold: "none" },
        "time",
      ],
      [
        "global-times",
        "rows from given times on",
        { validFrom: "number", testFrom: "number", dropCold: "none" },
        "time",
      ],
      ["k-fold", "one of several folds of the rows", { folds: 5, fold: 0, valid: 0 }, "seed"],
      ["cold-item", "whole items at random", shares, "seed"],
      ["mmrec", "MMRec's 8:1:1 within each user", {}, "seed"],
    ]);
    for (const description of describeSplits()) expect(description).not.toHaveProperty("make");
  });
});

describe("rows that an error names", () => {
  it("stop at three, by line where lines are known", () => {
    const users = new IdMap(["u0", "x", "y"]);
    const items = new IdMap(["i0"]);
    const { interactions } = datasetOf([1, 2, 0, 1, 2].map((user): Row => [user, 0, 1]));
    const part: GivenPart = { name: "f.train", users, items, interactions };
    const test: GivenPart = { ...part, name: "f.test" };
    const told = (lines?: number[]): unknown => {
      const train = lines === undefined ? part : { ...part, lines };
      const refusal = refusalOf(() => splitFromParts(dataset, { train, test }))!;
      return [refusal.where, refusal.expected, refusal.got];
    };
    const unknown = "4 rows with unknown ids: ";
    expect(told()).toEqual([
      "f.train, row 1",
      "user ids of the data set",
      `${unknown}"x" (f.train, row 1), "y" (f.train, row 2), "x" (f.train, row 4)`,
    ]);
    expect(told([7, 8, 9, 11, 12])).toEqual([
      "f.train, line 7",
      "user ids of the data set",
      `${unknown}"x" (f.train, line 7), "y" (f.train, line 8), "x" (f.train, line 11)`,
    ]);
  });
});
