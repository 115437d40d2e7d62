import { describe, expect, it } from "vitest";
import { splitByLabels } from "../../../src/data/index.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";

const dataset = datasetOf([
  [0, 0, 1, 10],
  [1, 0, 1, 10],
  [0, 1, 1, 10],
  [0, 0, 2, 10],
  [0, 0, 1, 20],
]);

/** The hash of the split that tests this row alone. */
function hashTesting(row: number): string {
  return splitByLabels(
    dataset,
    Array.from({ length: 5 }, (_unused, at) => (at === row ? 2 : 0)),
  ).hash;
}

describe("a split's hash", () => {
  it("is 64 hexadecimal digits, the same for the same split", () => {
    expect(hashTesting(0)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashTesting(0)).toBe(hashTesting(0));
  });

  it.each<[string, Row]>([
    ["user", [1, 0, 1, 10]],
    ["item", [0, 1, 1, 10]],
    ["rating", [0, 0, 2, 10]],
    ["time", [0, 0, 1, 20]],
  ])("depends on the %s of the rows in each part", (_name, other) => {
    // Two rows that differ in this column alone: which of them is tested shows nowhere else.
    const pair = datasetOf([[0, 0, 1, 10], other]);
    expect(splitByLabels(pair, [0, 2]).hash).not.toBe(splitByLabels(pair, [2, 0]).hash);
  });

  it("depends on the part, on the recipe and on the data set besides its rows", () => {
    const hashes = [
      splitByLabels(dataset, [0, 0, 0, 0, 2]),
      splitByLabels(dataset, [0, 0, 0, 0, 1]),
      splitByLabels(dataset, [0, 0, 0, 0, 2], { dropColdUsers: true }),
      splitByLabels(dataset, [0, 0, 0, 0, 2], { timeOrder: "all" }),
      splitByLabels(dataset.with({ userAttributes: [{ age: 1 }, {}] }), [0, 0, 0, 0, 2]),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(5);
  });
});
