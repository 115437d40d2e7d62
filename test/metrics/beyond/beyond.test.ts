import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMoviolaError, type ErrorCode } from "../../../src/common/index.js";
import {
  catalogueCoverage,
  genreCalibration,
  genreEntropy,
  giniIndex,
  intraListSimilarity,
  meanPopularity,
  novelty,
  type RecommendationLists,
} from "../../../src/metrics/index.js";

function listsOf(...rows: number[][]): RecommendationLists {
  return { nUsers: rows.length, topK: rows[0].length, items: Int32Array.from(rows.flat()) };
}

function codeOf(action: () => unknown): ErrorCode | undefined {
  try {
    action();
  } catch (error) {
    if (isMoviolaError(error)) return error.code;
    throw error;
  }
  return undefined;
}

const genres = [["Comedy"], ["Comedy", "Drama"], ["Drama"], []].map((names) => ({ genres: names }));

describe("catalogue coverage and Gini", () => {
  it("are 1 / n and (n - 1) / n when one item takes all", () => {
    expect(catalogueCoverage(listsOf([2], [2], [2]), 8)).toBe(1 / 8);
    expect(giniIndex(listsOf([2], [2], [2]), 8)).toBeCloseTo(7 / 8, 14);
  });

  it("are 1 and 0 when all items are recommended equally often", () => {
    expect(catalogueCoverage(listsOf([0, 1], [2, 3]), 4)).toBe(1);
    expect(giniIndex(listsOf([0, 1], [2, 3]), 4)).toBe(0);
  });

  it("are 0 when nothing is recommended", () => {
    expect(catalogueCoverage(listsOf([-1, -1]), 4)).toBe(0);
    expect(giniIndex(listsOf([-1, -1]), 4)).toBe(0);
  });

  it("stay within their bounds and do not depend on who gets a list", () => {
    const rows = fc.array(
      fc.array(fc.integer({ min: -1, max: 9 }), { minLength: 3, maxLength: 3 }),
      {
        minLength: 1,
      },
    );
    fc.assert(
      fc.property(rows, (some) => {
        const gini = giniIndex(listsOf(...some), 10);
        expect(gini).toBeGreaterThanOrEqual(0);
        expect(gini).toBeLessThanOrEqual(0.9 + 1e-12);
        expect(giniIndex(listsOf(...[...some].reverse()), 10)).toBe(gini);
      }),
    );
  });
});

describe("popularity and novelty", () => {
  it("are means over each list, then over users; empty places do not count", () => {
    const metric = meanPopularity(listsOf([0, 1], [2, -1], [-1, -1]), [4, 2, 8]);
    expect(metric).toEqual({
      mean: 5.5,
      userIndex: Int32Array.of(0, 1),
      values: Float64Array.of(3, 8),
      skippedUsers: 1,
    });
  });

  it("is 0 bits for what everybody knows, log2(users) for what one or no user knows", () => {
    const lists = listsOf([0], [1], [2], [3]);
    expect([...novelty(lists, [16, 4, 1, 0], 16).values]).toEqual([0, 2, 4, 4]);
  });
});

describe("intra-list similarity", () => {
  const vectors = {
    nItems: 4,
    dim: 2,
    values: Float32Array.of(3, 0, 5, 0, 0, 2, 0, 0),
    missing: Uint8Array.of(0, 0, 0, 0),
  };

  it("is the mean cosine over pairs", () => {
    expect(intraListSimilarity(listsOf([0, 1]), vectors).mean).toBeCloseTo(1, 14);
    expect(intraListSimilarity(listsOf([0, 2]), vectors).mean).toBeCloseTo(0, 14);
    expect(intraListSimilarity(listsOf([0, 1, 2]), vectors).mean).toBeCloseTo(1 / 3, 14);
  });

  it("leaves items without a vector out, and users with fewer than two others", () => {
    const missing = Uint8Array.of(0, 1, 0, 0);
    const metric = intraListSimilarity(listsOf([0, 1, 2], [0, 1, 3]), { ...vectors, missing });
    expect([...metric.userIndex]).toEqual([0]);
    expect(metric.values[0]).toBeCloseTo(0, 14);
    expect(metric.skippedUsers).toBe(1);
  });

  it("refuses vectors that are not finite, and a matrix of the wrong size", () => {
    const broken = { ...vectors, values: Float32Array.of(3, 0, Number.NaN, 0, 0, 2, 0, 0) };
    expect(codeOf(() => intraListSimilarity(listsOf([0]), broken))).toBe("E_METRIC_FEATURE");
    expect(codeOf(() => intraListSimilarity(listsOf([0]), { ...vectors, dim: 3 }))).toBe(
      "E_METRIC_SHAPE",
    );
  });
});

describe("genres", () => {
  it("have entropy 0 for one genre and 1 bit for two in equal parts", () => {
    const metric = genreEntropy(listsOf([0, -1], [0, 2], [1, 3], [3, -1]), genres);
    expect([...metric.values]).toEqual([0, 1, 1]);
    expect(metric.skippedUsers).toBe(1);
  });

  it("are calibrated when the list has the genres of the history", () => {
    const metric = genreCalibration(listsOf([0, 2]), [[1]], genres);
    expect(metric.mean).toBeCloseTo(0, 14);
  });

  it("are miscalibrated by -log(smoothing) when nothing is shared", () => {
    expect(genreCalibration(listsOf([2]), [[0]], genres).mean).toBeCloseTo(-Math.log(0.01), 12);
    const options = { smoothing: 0.5 };
    expect(genreCalibration(listsOf([2]), [[0]], genres, options).mean).toBeCloseTo(Math.LN2, 12);
  });

  it("skip users without a genre in list or history", () => {
    const metric = genreCalibration(listsOf([0], [3], [0]), [[3], [0], [0]], genres);
    expect([...metric.userIndex]).toEqual([2]);
    expect(metric.skippedUsers).toBe(2);
  });
});

describe("lists", () => {
  it.each<[ErrorCode, () => unknown]>([
    ["E_METRIC_ITEMS", () => catalogueCoverage(listsOf([4]), 4)],
    ["E_METRIC_ITEMS", () => giniIndex(listsOf([-2]), 4)],
    ["E_METRIC_SHAPE", () => giniIndex({ nUsers: 2, topK: 2, items: Int32Array.of(1) }, 4)],
    ["E_METRIC_ITEMS", () => meanPopularity(listsOf([4]), [1, 2])],
    ["E_METRIC_COUNTS", () => meanPopularity(listsOf([0]), [-1, 2])],
    ["E_METRIC_COUNTS", () => novelty(listsOf([0]), [5], 4)],
    ["E_METRIC_COUNTS", () => novelty(listsOf([0]), [Number.NaN], 4)],
    ["E_METRIC_ITEMS", () => genreEntropy(listsOf([9]), genres)],
    ["E_METRIC_SHAPE", () => genreCalibration(listsOf([0]), [], genres)],
    ["E_METRIC_ITEMS", () => genreCalibration(listsOf([0]), [[7]], genres)],
    ["E_METRIC_SMOOTHING", () => genreCalibration(listsOf([0]), [[0]], genres, { smoothing: 0 })],
  ])("are refused with %s", (code, action) => {
    expect(codeOf(action)).toBe(code);
  });
});
