import { describe, expect, it } from "vitest";

import { describeDataset } from "../../../src/data/describe/index.js";
import { quantilesOf } from "../../../src/data/describe/quantiles.js";
import { Dataset } from "../../../src/data/dataset.js";
import { IdMap } from "../../../src/data/id-map.js";

const dataset = new Dataset({
  name: "tiny",
  invented: true,
  ratingScale: { minimum: 1, maximum: 5, step: 1 },
  users: new IdMap(["u", "v", "w", "idle"]),
  items: new IdMap(["a", "b", "unseen"]),
  interactions: {
    nRows: 6,
    userIndex: Int32Array.of(0, 0, 1, 2, 2, 1),
    itemIndex: Int32Array.of(0, 1, 0, 0, 1, 1),
    rating: Float32Array.of(1, 3, 3, 5, 5, Number.NaN),
    timestamp: Float64Array.of(100, 0, 300, 200, Number.NaN, 250),
  },
  itemContent: [
    { title: "a", genres: ["Drama", "War"], text: "words" },
    { title: "b", genres: ["Drama"], posterPath: "/b.jpg", text: "" },
    { title: "unseen", genres: [], posterPath: "/c.jpg" },
  ],
  userAttributes: [{}, {}, {}, {}],
  rejected: { count: 0, examples: [] },
  sources: [],
  licence: "none",
});

describe("describeDataset", () => {
  it("counts users, items, ratings, genres, texts, posters and times", () => {
    expect(describeDataset(dataset)).toMatchObject({
      name: "tiny",
      invented: true,
      nUsers: 4,
      nItems: 3,
      nRatings: 6,
      nActiveUsers: 3,
      nRatedItems: 2,
      density: 0.5,
      ratingMean: 17 / 5,
      ratingStandardDeviation: Math.sqrt((2.4 ** 2 + 2 * 0.4 ** 2 + 2 * 1.6 ** 2) / 5),
      ratingHistogram: [
        { rating: 1, count: 1, share: 0.2 },
        { rating: 3, count: 2, share: 0.4 },
        { rating: 5, count: 2, share: 0.4 },
      ],
      nMissingRatings: 1,
      activity: { minimum: 0, median: 2, maximum: 2, mean: 1.5 },
      popularity: { minimum: 0, median: 3, maximum: 3, mean: 2 },
      topTenthShare: 0.5,
      genres: [
        { genre: "Drama", nItems: 2 },
        { genre: "War", nItems: 1 },
      ],
      text: { nItemsWith: 1, nItemsWithout: 2, nRatingsWith: 3, ratingShare: 0.5 },
      posters: { nItemsWith: 2, nItemsWithout: 1, nRatingsWith: 3 },
      timeSpan: { first: 100, last: 300, nUnknown: 2 },
    });
  });

  it("leaves the time span out when no row has a time", () => {
    const { timestamp: _unused, ...columns } = dataset.interactions;
    expect(describeDataset(dataset.with({ interactions: columns })).timeSpan).toBeUndefined();
  });
});

describe("quantilesOf", () => {
  it("interpolates as numpy does", () => {
    // numpy.quantile([1, 2, 4, 8, 16], [.25, .5, .75, .9, .99])
    expect(quantilesOf([16, 1, 4, 2, 8])).toEqual({
      mean: 6.2,
      minimum: 1,
      lowerQuartile: 2,
      median: 4,
      upperQuartile: 8,
      upperTenth: expect.closeTo(12.8, 12) as number,
      upperHundredth: expect.closeTo(15.68, 12) as number,
      maximum: 16,
    });
    expect(quantilesOf([]).maximum).toBe(0);
    expect(quantilesOf([7]).upperTenth).toBe(7);
  });
});
