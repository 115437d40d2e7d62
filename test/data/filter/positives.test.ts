import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { positivesByThreshold } from "../../../src/data/index.js";
import { datasetOf, rowTexts } from "../../support/dataset-of.js";
import { datasets } from "../../support/random-dataset.js";

const dataset = datasetOf([
  [0, 0, 5, 10],
  [0, 1, 3.5, 20],
  [1, 1, 4, 30],
  [2, 2, Number.NaN, 40],
]);

describe("positivesByThreshold", () => {
  it("keeps ratings of at least the threshold and sets them to 1", () => {
    const positives = positivesByThreshold(dataset, 4);
    expect(rowTexts(positives)).toEqual(["u0 i0 1 @10", "u1 i1 1 @30"]);
    expect(positives.ratingScale).toEqual({ minimum: 0, maximum: 1, step: 1 });
  });

  it("> leaves out the threshold itself", () => {
    expect(rowTexts(positivesByThreshold(dataset, 4, ">"))).toEqual(["u0 i0 1 @10"]);
    expect(positivesByThreshold(dataset, 3.5, ">").nRatings).toBe(2);
    expect(positivesByThreshold(dataset, 3.5, ">=").nRatings).toBe(3);
  });

  it("compares in the precision of the ratings", () => {
    const decimal = datasetOf([[0, 0, 3.7]]);
    expect(positivesByThreshold(decimal, 3.7).nRatings).toBe(1);
    expect(() => positivesByThreshold(decimal, 3.7, ">")).toThrow(/E_FILTER_EMPTY/);
  });

  it("keeps ids by default and compacts them on request", () => {
    const kept = positivesByThreshold(dataset, 4);
    expect([kept.nUsers, kept.nItems]).toEqual([3, 3]);
    const compact = positivesByThreshold(dataset, 4, ">=", { emptyIds: "compact" });
    expect(compact.users.ids).toEqual(["u0", "u1"]);
    expect(compact.itemContent.map(({ title }) => title)).toEqual(["Film 0", "Film 1"]);
    expect(rowTexts(compact)).toEqual(rowTexts(kept));
  });

  it(">= and > part the rows by the ratings equal to the threshold", () => {
    fc.assert(
      fc.property(datasets({ missing: true }), fc.integer({ min: 1, max: 5 }), (drawn, at) => {
        const count = (comparison: ">=" | ">"): number => {
          try {
            return positivesByThreshold(drawn, at, comparison).nRatings;
          } catch {
            return 0;
          }
        };
        const equal = drawn.interactions.rating.filter((rating) => rating === at).length;
        expect(count(">=") - count(">")).toBe(equal);
      }),
    );
  });

  it.each([Number.NaN, Infinity])("a threshold of %s: E_FILTER_OPTION", (threshold) => {
    expect(() => positivesByThreshold(dataset, threshold)).toThrow(/E_FILTER_OPTION/);
  });

  it("another comparison: E_FILTER_OPTION; nothing left: E_FILTER_EMPTY", () => {
    expect(() => positivesByThreshold(dataset, 4, "<" as ">")).toThrow(/E_FILTER_OPTION/);
    expect(() => positivesByThreshold(dataset, 6)).toThrow(/E_FILTER_EMPTY[^]*0 of 4 rows/);
  });
});
