import { describe, expect, it } from "vitest";
import {
  splitAtTimes,
  splitGlobalTemporal,
  splitLeaveOneOutLatest,
  splitLeaveOneOutRandom,
  splitPerUserTemporal,
} from "../../../src/data/index.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { splitRows, splitSizes } from "../../support/split-rows.js";

const dataset = datasetOf([
  [0, 0, 1, 50],
  [0, 1, 2, 10],
  [0, 2, 3, 50],
  [0, 3, 4, 0],
  [0, 4, 5, 20],
  [1, 0, 1, 30],
  [1, 1, 2, 40],
  [2, 0, 3, 5],
  [3, 5, 5, 60],
  [3, 4, 4, 45],
]);

describe("leave-one-out", () => {
  it("latest: the last row is test, the one before valid; the later position wins a tie", () => {
    const { test, valid } = splitRows(dataset, splitLeaveOneOutLatest(dataset));
    expect(test).toEqual(["u0 i2 3 @50"]);
    expect(valid).toEqual(["u0 i0 1 @50"]);
  });

  it("latest without validation: users with two rows are tested, with one not", () => {
    const split = splitLeaveOneOutLatest(dataset, { withValid: false });
    expect(splitRows(dataset, split).test).toEqual(["u0 i2 3 @50", "u1 i1 2 @40", "u3 i5 5 @60"]);
    expect(splitSizes(split)).toEqual([7, 0, 3]);
    expect(split.recipe).toEqual({
      name: "leave-one-out-latest",
      settings: { withValid: false },
      seed: 0,
      timeOrder: "user",
    });
  });

  it("random: one row of each user, any of them", () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const split = splitLeaveOneOutRandom(dataset, { seed });
      expect(splitSizes(split)).toEqual([8, 1, 1]);
      const { test, valid } = splitRows(dataset, split);
      expect(test[0]).not.toBe(valid[0]);
      seen.add(test[0]);
    }
    expect(seen.size).toBe(5);
  });
});

describe("per-user-temporal", () => {
  it("cuts each user's rows in order of time, a time of 0 first, ties by position", () => {
    const split = splitPerUserTemporal(dataset, { train: 0.6, valid: 0.2, test: 0.2 });
    const { train, valid, test } = splitRows(dataset, split);
    expect(train.filter((row) => row.startsWith("u0"))).toEqual([
      "u0 i1 2 @10",
      "u0 i3 4 @0",
      "u0 i4 5 @20",
    ]);
    expect(valid[0]).toBe("u0 i0 1 @50");
    expect(test[0]).toBe("u0 i2 3 @50");
    expect(split.recipe.timeOrder).toBe("user");
  });

  it("leaves every user a training row", () => {
    const split = splitPerUserTemporal(dataset, { train: 0.1, valid: 0.2, test: 0.7 });
    const { train } = splitRows(dataset, split);
    expect(train).toEqual(["u0 i3 4 @0", "u1 i0 1 @30", "u2 i0 3 @5", "u3 i4 4 @45"]);
  });
});

describe("global-temporal", () => {
  const fractions = { train: 0.6, valid: 0.2, test: 0.2 };

  it("cuts all rows in order of time", () => {
    const split = splitGlobalTemporal(dataset, fractions);
    const { train, valid, test } = splitRows(dataset, split);
    const timesOf = (rows: readonly string[]): number[] =>
      rows.map((row) => Number(row.split("@")[1])).sort((a, b) => a - b);
    expect(timesOf(train)).toEqual([0, 5, 10, 20, 30, 40]);
    expect(valid).toEqual(["u0 i0 1 @50", "u3 i4 4 @45"]);
    expect(test).toEqual(["u0 i2 3 @50", "u3 i5 5 @60"]);
    expect(split.recipe.timeOrder).toBe("all");
  });

  it("leaves out and counts rows of cold users, and of cold items, on request", () => {
    const users = splitGlobalTemporal(dataset, { ...fractions, dropCold: "users" });
    expect(splitRows(dataset, users).test).toEqual(["u0 i2 3 @50"]);
    expect([splitSizes(users), users.nDropped]).toEqual([[6, 1, 1], 2]);
    const both = splitGlobalTemporal(dataset, { ...fractions, dropCold: "users-and-items" });
    expect([splitSizes(both), both.nDropped]).toEqual([[6, 1, 0], 3]);
    expect(new Set([users.hash, both.hash]).size).toBe(2);
  });

  it("cuts inside one second by position in the data set", () => {
    const tied = datasetOf(Array.from({ length: 10 }, (_unused, row): Row => [row, 0, 1, 7]));
    const split = splitGlobalTemporal(tied, { train: 0.8, valid: 0, test: 0.2 });
    expect(splitRows(tied, split).test).toEqual(["u8 i0 1 @7", "u9 i0 1 @7"]);
  });
});

describe("global-times", () => {
  it("cuts at the times, which belong to the later part", () => {
    const split = splitAtTimes(dataset, { validFrom: 40, testFrom: 50 });
    const { valid, test } = splitRows(dataset, split);
    expect(valid).toEqual(["u1 i1 2 @40", "u3 i4 4 @45"]);
    expect(test).toEqual(["u0 i0 1 @50", "u0 i2 3 @50", "u3 i5 5 @60"]);
    expect(splitSizes(splitAtTimes(dataset, { testFrom: 50 }))).toEqual([7, 0, 3]);
  });
});
