import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resolveMissingRatings } from "../../../src/data/index.js";
import { datasetOf, rowTexts } from "../../support/dataset-of.js";
import { datasets } from "../../support/random-dataset.js";

const dataset = datasetOf([
  [0, 0, 5],
  [1, 0, 2],
  [2, 0, Number.NaN],
  [0, 1, Number.NaN],
  [1, 2, 4],
]);

describe("resolveMissingRatings", () => {
  it("drops rows without a rating", () => {
    const { dataset: dropped, report } = resolveMissingRatings(dataset, "drop");
    expect(rowTexts(dropped)).toEqual(["u0 i0 5", "u1 i0 2", "u1 i2 4"]);
    expect(report).toEqual({ nMissing: 2, nFilled: 0, nDropped: 2 });
    expect([dropped.nUsers, dropped.nItems]).toEqual([3, 3]);
  });

  it("fills in the item's mean and drops rows of items without any rating", () => {
    const { dataset: filled, report } = resolveMissingRatings(dataset, "item-mean");
    expect(rowTexts(filled)).toEqual(["u0 i0 5", "u1 i0 2", "u2 i0 3.5", "u1 i2 4"]);
    expect(report).toEqual({ nMissing: 2, nFilled: 1, nDropped: 1 });
  });

  it("compacts ids on request", () => {
    const { dataset: compact } = resolveMissingRatings(dataset, "drop", { emptyIds: "compact" });
    expect(compact.users.ids).toEqual(["u0", "u1"]);
    expect(compact.items.ids).toEqual(["i0", "i2"]);
  });

  it("leaves no missing rating, changes no known one, and its report adds up", () => {
    fc.assert(
      fc.property(
        datasets({ missing: true, minRows: 30 }),
        fc.constantFrom("drop" as const, "item-mean" as const),
        (drawn, policy) => {
          const { rating } = drawn.interactions;
          if (rating.every((value) => isNaN(value))) return;
          const { dataset: resolved, report } = resolveMissingRatings(drawn, policy);
          expect(resolved.interactions.rating.some((value) => isNaN(value))).toBe(false);
          expect(report.nMissing).toBe(rating.filter((value) => isNaN(value)).length);
          expect(report.nFilled + report.nDropped).toBe(report.nMissing);
          expect(resolved.nRatings).toBe(drawn.nRatings - report.nDropped);
          const known = rowTexts(drawn).filter((row) => !row.includes("NaN"));
          expect(rowTexts(resolved)).toEqual(expect.arrayContaining(known));
        },
      ),
    );
  });

  it("another policy: E_FILTER_OPTION; nothing left: E_FILTER_EMPTY", () => {
    expect(() => resolveMissingRatings(dataset, "zero" as "drop")).toThrow(/E_FILTER_OPTION/);
    const empty = datasetOf([[0, 0, Number.NaN]]);
    expect(() => resolveMissingRatings(empty, "item-mean")).toThrow(/E_FILTER_EMPTY/);
  });
});
