/** What networks are given of users, items and positions. */
import { expect, test } from "vitest";
import type { UserAttributes } from "../../../../src/data/dataset.js";
import { categories } from "../../../../src/models/shared/graph/categories.js";
import { rowShares } from "../../../../src/models/shared/graph/row-shares.js";
import { sinusoids } from "../../../../src/models/shared/graph/sinusoids.js";

test("P(pos, 2i) = sin(pos / 10000^(2i / d)), P(pos, 2i + 1) = cos of the same", () => {
  const positions = sinusoids(12, 6);
  expect([...positions.subarray(0, 6)]).toEqual([0, 1, 0, 1, 0, 1]);
  for (const [pos, i] of [
    [1, 0],
    [3, 1],
    [11, 2],
  ]) {
    const angle = pos / 10000 ** ((2 * i) / 6);
    // Float32 keeps seven digits.
    expect(positions[pos * 6 + 2 * i]).toBeCloseTo(Math.sin(angle), 6);
    expect(positions[pos * 6 + 2 * i + 1]).toBeCloseTo(Math.cos(angle), 6);
  }
});

test("the last column of an odd width is a sine", () => {
  expect(sinusoids(2, 3)[5]).toBeCloseTo(Math.sin(1 / 10000 ** (2 / 3)), 6);
});

test("categories are counted from 1 in the order of their values, 0 stands for unknown", () => {
  const users: UserAttributes[] = [{ age: 30 }, { age: 18 }, {}, { age: 30 }];
  expect(categories(users, "age")).toEqual({ values: Int32Array.of(2, 1, 0, 2), nValues: 3 });
});

test("an attribute that nobody has has no values", () => {
  expect(categories([{}, { gender: "F" }], "age").nValues).toBe(0);
  expect(categories([], "age").nValues).toBe(0);
});

test("shares of a row add up to 1, and stay 0 where nothing is", () => {
  expect([...rowShares(Float32Array.of(1, 1, 0, 0, 0, 4), 2)]).toEqual([0.5, 0.5, 0, 0, 0, 1]);
});
