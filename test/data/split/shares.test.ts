import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareOut, shareOutUser } from "../../../src/data/split/shares.js";

const fractions = fc
  .tuple(fc.integer({ min: 1, max: 100 }), fc.nat({ max: 100 }), fc.nat({ max: 100 }))
  .map(([train, valid, test]) => {
    const sum = train + valid + test;
    return { train: train / sum, valid: valid / sum, test: test / sum };
  });

describe("shareOut", () => {
  it.each([
    [100_000, 0.9, 0.05, 0.05, [90_000, 5000, 5000]],
    [10, 0.8, 0.1, 0.1, [8, 1, 1]],
    [5, 0.8, 0.1, 0.1, [4, 0, 1]],
    [1, 0.8, 0.1, 0.1, [1, 0, 0]],
    [3, 0.8, 0, 0.2, [2, 0, 1]],
    [7, 0.6, 0.2, 0.2, [4, 1, 2]],
    [0, 0.8, 0.1, 0.1, [0, 0, 0]],
  ])("%i rows by %d, %d, %d", (nRows, train, valid, test, expected) => {
    const counts = shareOut(nRows, { train, valid, test });
    expect([counts.train, counts.valid, counts.test]).toEqual(expected);
  });

  it("adds up, and each part is less than a row from its due", () => {
    fc.assert(
      fc.property(fc.nat({ max: 2_000_000 }), fractions, (nRows, given) => {
        const counts = shareOut(nRows, given);
        expect(counts.train + counts.valid + counts.test).toBe(nRows);
        for (const part of ["train", "valid", "test"] as const) {
          expect(Math.abs(counts[part] - nRows * given[part])).toBeLessThan(1);
        }
      }),
    );
  });

  it("leaves a part with fraction 0 empty", () => {
    fc.assert(
      fc.property(fc.nat({ max: 1000 }), fc.nat({ max: 99 }), (nRows, percent) => {
        const test = percent / 100;
        expect(shareOut(nRows, { train: 1 - test, valid: 0, test }).valid).toBe(0);
      }),
    );
  });
});

describe("shareOutUser", () => {
  it("leaves a user with rows at least one training row, and adds up", () => {
    fc.assert(
      fc.property(fc.nat({ max: 50 }), fractions, (nRows, given) => {
        const counts = shareOutUser(nRows, given);
        expect(counts.train + counts.valid + counts.test).toBe(nRows);
        expect(Math.min(counts.train, counts.valid, counts.test)).toBeGreaterThanOrEqual(0);
        expect(counts.train).toBeGreaterThanOrEqual(Math.min(1, nRows));
        const plain = shareOut(nRows, given);
        if (plain.train > 0) expect(counts).toEqual(plain);
      }),
    );
  });

  it("takes the training row from the larger part", () => {
    const counts = shareOutUser(3, { train: 0.01, valid: 0.25, test: 0.74 });
    expect(counts).toEqual({ train: 1, valid: 1, test: 1 });
    expect(shareOutUser(1, { train: 0.1, valid: 0.8, test: 0.1 })).toEqual({
      train: 1,
      valid: 0,
      test: 0,
    });
  });
});
