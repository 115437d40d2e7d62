import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  splitColdItem,
  splitPerUserRandom,
  splitRandomRatings,
  splitStratifiedByRating,
} from "../../../src/data/index.js";
import { shareOut, shareOutUser } from "../../../src/data/split/shares.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { datasets } from "../../support/random-dataset.js";
import { splitRows, splitSizes } from "../../support/split-rows.js";

const FRACTIONS = { train: 0.6, valid: 0.2, test: 0.2 };

/** 1,000 rows of 10 users; rating 5 in a tenth of the rows. */
const dataset = datasetOf(
  Array.from({ length: 1000 }, (_unused, row): Row => [row % 10, row % 37, row % 10 === 3 ? 5 : 2]),
);

describe("random-ratings", () => {
  it("has the exact counts", () => {
    const split = splitRandomRatings(dataset, { train: 0.9, valid: 0.05, test: 0.05, seed: 1 });
    expect(splitSizes(split)).toEqual([900, 50, 50]);
  });

  it("gives every row the same chance of test", () => {
    const rows = datasetOf(Array.from({ length: 10 }, (_unused, row): Row => [row, row, 1]));
    const counts = Array<number>(10).fill(0);
    const nSeeds = 2000;
    for (let seed = 0; seed < nSeeds; seed++) {
      const split = splitRandomRatings(rows, { ...FRACTIONS, seed });
      for (const row of splitRows(rows, split).test) counts[Number(row.slice(1, 2))]++;
    }
    // Binomial(2000, 0.2): mean 400, standard deviation 17.9; five of them.
    for (const count of counts) expect(Math.abs(count - 400)).toBeLessThan(5 * 17.9);
  });
});

describe("stratified-by-rating", () => {
  it("shares out the rows of each rating value", () => {
    fc.assert(
      fc.property(datasets({ missing: true, minRows: 5 }), fc.nat(), (drawn, seed) => {
        const { test, valid } = splitRows(
          drawn,
          splitStratifiedByRating(drawn, { ...FRACTIONS, seed }),
        );
        for (const value of ["1", "2", "3", "4", "5", "NaN"]) {
          const count = (rows: readonly string[]): number =>
            rows.filter((row) => row.split(" ")[2] === value).length;
          const nRows = drawn.interactions.rating.filter((rating) => String(rating) === value);
          const due = shareOut(nRows.length, FRACTIONS);
          expect([count(valid), count(test)]).toEqual([due.valid, due.test]);
        }
      }),
    );
  });

  it("keeps a rare rating's share where plain chance does not", () => {
    const rare = (rows: readonly string[]): number =>
      rows.filter((row) => row.endsWith(" 5")).length;
    for (const seed of [1, 2, 3]) {
      const split = splitStratifiedByRating(dataset, { train: 0.8, valid: 0, test: 0.2, seed });
      expect(rare(splitRows(dataset, split).test)).toBe(20);
    }
  });
});

describe("per-user-random", () => {
  it("shares out the rows of each user, each with a training row", () => {
    fc.assert(
      fc.property(datasets({ minRows: 1 }), fc.nat(), (drawn, seed) => {
        const split = splitPerUserRandom(drawn, { ...FRACTIONS, seed });
        const { train, valid, test } = splitRows(drawn, split);
        for (const id of drawn.users.ids) {
          const counts = [train, valid, test].map(
            (rows) => rows.filter((row) => row.startsWith(`${id} `)).length,
          );
          const nRows = counts[0] + counts[1] + counts[2];
          const due = shareOutUser(nRows, FRACTIONS);
          expect(counts).toEqual([due.train, due.valid, due.test]);
        }
      }),
    );
  });

  it("draws other users' rows independently", () => {
    // Every user has the same items: with one order for all, each would test the same items.
    const same = datasetOf(
      Array.from({ length: 200 }, (_unused, row): Row => [Math.floor(row / 20), row % 20, 3]),
    );
    const split = splitPerUserRandom(same, { train: 0.8, valid: 0, test: 0.2, seed: 1 });
    const tested = new Map<string, string[]>();
    for (const row of splitRows(same, split).test) {
      const [user, item] = row.split(" ");
      tested.set(user, [...(tested.get(user) ?? []), item]);
    }
    expect(new Set([...tested.values()].map((items) => items.join())).size).toBeGreaterThan(5);
  });
});

describe("cold-item", () => {
  it("puts all rows of an item into one part, by shares of the items with rows", () => {
    fc.assert(
      fc.property(datasets({ minRows: 20 }), fc.nat(), (drawn, seed) => {
        const parts = splitRows(drawn, splitColdItem(drawn, { ...FRACTIONS, seed }));
        const itemsOf = (rows: readonly string[]): Set<string> =>
          new Set(rows.map((row) => row.split(" ")[1]));
        const items = [parts.train, parts.valid, parts.test].map(itemsOf);
        const all = new Set(items.flatMap((part) => [...part]));
        const sizes = items.map((part) => part.size);
        expect(sizes[0] + sizes[1] + sizes[2]).toBe(all.size);
        const due = shareOut(all.size, FRACTIONS);
        expect(sizes).toEqual([due.train, due.valid, due.test]);
      }),
    );
  });
});
