import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findDuplicateItems,
  mergeDuplicateItems,
  mergeDuplicatePairs,
  type ItemContent,
  type KeepDuplicate,
} from "../../../src/data/index.js";
import { datasetOf, rowTexts, type Row } from "../../support/dataset-of.js";
import { datasets } from "../../support/random-dataset.js";

const policies = fc.constantFrom<KeepDuplicate>("first", "last", "mean");

describe("mergeDuplicatePairs", () => {
  const rows: Row[] = [
    [0, 0, 1, 30],
    [1, 0, 3, 5],
    [0, 0, 2, 10],
    [0, 1, 5, 1],
    [0, 0, 4, 30],
  ];

  it.each<[KeepDuplicate, string[]]>([
    ["first", ["u1 i0 3 @5", "u0 i0 2 @10", "u0 i1 5 @1"]],
    ["last", ["u1 i0 3 @5", "u0 i1 5 @1", "u0 i0 4 @30"]],
    ["mean", ["u1 i0 3 @5", "u0 i1 5 @1", `u0 i0 ${Math.fround(7 / 3)} @30`]],
  ])("by time: %s", (keep, expected) => {
    const { dataset, report } = mergeDuplicatePairs(datasetOf(rows), keep);
    expect(rowTexts(dataset)).toEqual(expected);
    expect(report).toEqual({ nPairs: 1, nRemoved: 2 });
  });

  it.each<[KeepDuplicate, string]>([
    ["first", "u0 i0 1"],
    ["last", "u0 i0 4"],
  ])("without times by position: %s", (keep, expected) => {
    const timeless = rows.map(([user, item, rating]): Row => [user, item, rating]);
    expect(rowTexts(mergeDuplicatePairs(datasetOf(timeless), keep).dataset)).toContain(expected);
  });

  it("takes the mean over known ratings only", () => {
    const mean = (ratings: number[]): string[] =>
      rowTexts(
        mergeDuplicatePairs(datasetOf(ratings.map((rating): Row => [0, 0, rating])), "mean")
          .dataset,
      );
    expect(mean([Number.NaN, 4, 2])).toEqual(["u0 i0 3"]);
    expect(mean([Number.NaN, Number.NaN])).toEqual(["u0 i0 NaN"]);
  });

  it("returns a data set without duplicates as it is", () => {
    const dataset = datasetOf([
      [0, 0, 1],
      [0, 1, 1],
    ]);
    expect(mergeDuplicatePairs(dataset, "last")).toEqual({
      dataset,
      report: { nPairs: 0, nRemoved: 0 },
    });
  });

  it("leaves each pair once, loses no pair and no id", () => {
    fc.assert(
      fc.property(datasets({ missing: true }), policies, (drawn, keep) => {
        const pairs = (texts: string[]): string[] =>
          texts.map((text) => text.split(" ").slice(0, 2).join(" "));
        const { dataset, report } = mergeDuplicatePairs(drawn, keep);
        const merged = pairs(rowTexts(dataset));
        expect(new Set(merged).size).toBe(merged.length);
        expect(new Set(merged)).toEqual(new Set(pairs(rowTexts(drawn))));
        expect(report.nRemoved).toBe(drawn.nRatings - dataset.nRatings);
        expect(dataset.users).toBe(drawn.users);
        expect(mergeDuplicatePairs(dataset, keep).report.nRemoved).toBe(0);
      }),
    );
  });

  it("another policy: E_FILTER_OPTION", () => {
    expect(() => mergeDuplicatePairs(datasetOf(rows), "best" as "last")).toThrow(/E_FILTER_OPTION/);
  });
});

describe("mergeDuplicateItems", () => {
  const film = (title: string, year?: number, more: Partial<ItemContent> = {}): ItemContent => ({
    title,
    genres: [],
    ...(year !== undefined && { year }),
    ...more,
  });
  const itemContent = [
    film("Heat", 1995, { externalIds: { imdb: "tt1" } }),
    film("Big", 1988),
    film(" heat ", 1995, {
      text: "Plot",
      genres: ["Crime"],
      externalIds: { imdb: "x", tmdb: "9" },
    }),
    film("Heat", 1986),
    film("unknown"),
    film("unknown"),
    film("", 1995),
    film("", 1995),
    film("HEAT", 1995, { text: "Other" }),
  ];
  const rows: Row[] = [
    [0, 0, 5, 10],
    [0, 2, 1, 20],
    [1, 2, 4, 30],
    [1, 3, 3, 40],
    [2, 8, 2, 50],
    [2, 4, 2, 60],
    [2, 7, 2, 70],
  ];
  const dataset = datasetOf(rows, {
    itemContent,
    items: datasetOf([[0, itemContent.length - 1, 1]]).items,
  });

  it("finds films by title and year, and none without them", () => {
    expect(findDuplicateItems(dataset)).toEqual([
      { title: "Heat", year: 1995, ids: ["i0", "i2", "i8"] },
    ]);
  });

  it("moves rows to the first id, fills in its content and drops the others", () => {
    const { dataset: merged, report } = mergeDuplicateItems(dataset, { keep: "last" });
    expect(rowTexts(merged)).toEqual([
      "u0 i0 1 @20",
      "u1 i0 4 @30",
      "u1 i3 3 @40",
      "u2 i0 2 @50",
      "u2 i4 2 @60",
      "u2 i7 2 @70",
    ]);
    expect(merged.items.ids).toEqual(["i0", "i1", "i3", "i4", "i5", "i6", "i7"]);
    expect(merged.itemContent[0]).toEqual({
      title: "Heat",
      year: 1995,
      genres: ["Crime"],
      text: "Plot",
      externalIds: { imdb: "tt1", tmdb: "9" },
    });
    expect(merged.itemContent.slice(1, 3)).toEqual([itemContent[1], itemContent[3]]);
    expect(report.nRemovedRows).toBe(1);
    expect(report.duplicates).toHaveLength(1);
    expect(findDuplicateItems(merged)).toEqual([]);
  });

  it("keeps the merged ids' places on request", () => {
    const { dataset: merged } = mergeDuplicateItems(dataset, { keep: "first", emptyIds: "keep" });
    expect(merged.items).toBe(dataset.items);
    expect(rowTexts(merged)[0]).toBe("u0 i0 5 @10");
    expect(merged.interactions.itemIndex).not.toContain(2);
  });

  it("leaves its input as it was", () => {
    const hash = dataset.contentHash;
    mergeDuplicateItems(dataset, { keep: "mean" });
    expect(dataset.with({}).contentHash).toBe(hash);
  });
});
