import { describe, expect, it } from "vitest";
import {
  catalogueCoverage,
  genreCalibration,
  genreEntropy,
  giniIndex,
  intraListSimilarity,
  meanPopularity,
  novelty,
  type ListMetric,
} from "../../../src/metrics/index.js";
import golden from "../golden/beyond.json" with { type: "json" };

const lists = {
  nUsers: golden.lists.length,
  topK: golden.lists[0].length,
  items: Int32Array.from(golden.lists.flat()),
};
const nItems = golden.counts.length;
const itemGenres = golden.genres.map((genres) => ({ genres }));
const vectors = {
  nItems,
  dim: golden.features[0].length,
  values: Float32Array.from(golden.features.flat()),
};

describe("beyond accuracy, against scipy and scikit-learn", () => {
  it.each([
    ["mean popularity", meanPopularity(lists, golden.counts), golden.popularity],
    ["novelty", novelty(lists, golden.counts, golden.nTrainUsers), golden.novelty],
    ["intra-list similarity", intraListSimilarity(lists, vectors), golden.intraList],
    ["genre entropy", genreEntropy(lists, itemGenres), golden.genreEntropy],
    [
      "genre calibration",
      genreCalibration(lists, golden.histories, itemGenres),
      golden.genreCalibration,
    ],
  ])("%s of every user", (_name, metric: ListMetric, expected: number[]) => {
    expect(metric.values.length).toBe(expected.length);
    expected.forEach((value, user) => expect(metric.values[user]).toBeCloseTo(value, 10));
    const mean = expected.reduce((sum, value) => sum + value, 0) / expected.length;
    expect(metric.mean).toBeCloseTo(mean, 10);
    expect(metric.skippedUsers).toBe(0);
  });

  it("coverage and Gini of the catalogue", () => {
    expect(catalogueCoverage(lists, nItems)).toBeCloseTo(golden.coverage, 12);
    expect(giniIndex(lists, nItems)).toBeCloseTo(golden.gini, 12);
  });
});
