import { describe, expect, it } from "vitest";
import { canonicalJson } from "../../../src/common/hash.js";
import { makeSplit, splitByLabels, SPLIT_NAMES } from "../../../src/data/index.js";
import { knownFingerprint } from "../../../src/data/split/fingerprint.js";
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

describe("a split's fingerprint", () => {
  it("is remembered under its hash: recipe, data, and length and CRC-32 of every column", () => {
    const split = splitByLabels(dataset, [0, 0, 0, 0, 2]);
    const { origin, parts } = knownFingerprint(split.hash)!;
    expect(origin).toBe(`${canonicalJson(split.recipe)} ${dataset.contentHash}`);
    expect(parts).toHaveLength(3);
    expect(parts[0]).toMatch(/^(4:[0-9a-f]{1,8}( |$)){4}$/);
    expect(parts[1]).toBe("0:0 0:0 0:0 0:0");
    // CRC-32, by Python's zlib, of 0 and 0, of 1 as a 32-bit float and of 20 as a 64-bit one.
    expect(parts[2]).toBe("1:2144df1c 1:2144df1c 1:aca16a6a 1:a8d46d0e");
    expect(knownFingerprint("0".repeat(64))).toBeUndefined();
  });
});

it("a split without times has a hash of its own, which stored runs hold", () => {
  const untimed = datasetOf([
    [0, 0, 1],
    [1, 0, 1],
  ]);
  expect(splitByLabels(untimed, [0, 2]).hash.slice(0, 16)).toBe("081bac0e4ab236fe");
});

describe("the splits of stored runs", () => {
  /** First digits of the hash of every recipe with seed 7 on 60 rows of 6 users, some without a rating. */
  const stored: Readonly<Record<string, string>> = {
    "random-ratings": "50ef1286c20b4431",
    "stratified-by-rating": "a3214069d953f0a4",
    "per-user-random": "8023c931a326281e",
    "leave-one-out-random": "95e6e87af87135e3",
    "leave-one-out-latest": "f2b1872e1858c801",
    "per-user-temporal": "abc3e25c93b42220",
    "global-temporal": "ddb8734090ac285f",
    "global-times": "d145c95bd9faa504",
    "k-fold": "0f7ca71ff2e95b7f",
    "cold-item": "c75be724035393cf",
    mmrec: "b198c9bca534a8bc",
  };
  const rows = datasetOf(
    Array.from({ length: 60 }, (_unused, row): Row => [
      (row * 7) % 6,
      (row * 11) % 17,
      row % 13 === 5 ? Number.NaN : 1 + ((row * 3 + 4) % 5),
      (row * 37) % 50,
    ]),
  );

  it.each(SPLIT_NAMES)("%s can be made again, row by row and by its hash", (name) => {
    const times = name === "global-times" ? { validFrom: 30, testFrom: 40 } : {};
    const valid = name === "k-fold" ? { valid: 0.25 } : {};
    const { hash } = makeSplit(rows, { name, seed: 7, ...times, ...valid });
    expect(hash.slice(0, 16)).toBe(stored[name]);
  });
});
