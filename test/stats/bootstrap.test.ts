import { describe, expect, it } from "vitest";
import { isMoviolaError, type ErrorCode } from "../../src/common/index.js";
import { createRandom } from "../../src/compute/index.js";
import {
  bootstrapMean,
  bootstrapMeans,
  bootstrapRmse,
  pairedBootstrap,
} from "../../src/stats/index.js";
import { quantileOfSorted } from "../../src/stats/quantile.js";
import golden from "./golden/stats.json" with { type: "json" };

const small = Float64Array.from(golden.enumerated.values);
const other = Float64Array.from(golden.enumerated.other);

/**
 * The percentiles of all 3,125 equally likely resamples lie on steps of at most 0.02 here; the
 * sampling error of 20,000 resamples moves a percentile by one step at most.
 */
const step = 0.02;

describe("bootstrapMean and bootstrapRmse", () => {
  it("approach the percentiles of all equally likely resamples", () => {
    const options = { seed: 1, resamples: 20_000 };
    const [low, high] = golden.enumerated.mean;
    const interval = bootstrapMean(small, options);
    expect(interval.mean).toBeCloseTo(0.41, 12);
    expect(interval.n).toBe(5);
    expect(Math.abs(interval.low - low)).toBeLessThanOrEqual(step);
    expect(Math.abs(interval.high - high)).toBeLessThanOrEqual(step);
    const root = bootstrapRmse(small, options);
    expect(root.mean).toBeCloseTo(Math.sqrt(0.41), 12);
    expect(Math.abs(root.low - golden.enumerated.rootMean[0])).toBeLessThanOrEqual(step);
    expect(Math.abs(root.high - golden.enumerated.rootMean[1])).toBeLessThanOrEqual(step);
  });

  it("agree with scipy's percentile bootstrap within the noise of the ends", () => {
    const { values, low, high, standardError } = golden.large;
    const interval = bootstrapMean(Float64Array.from(values), { seed: 4, resamples: 20_000 });
    // An end of 20,000 resamples scatters by about 0.019 standard errors; two such ends, four times.
    expect(Math.abs(interval.low - low)).toBeLessThan(0.11 * standardError);
    expect(Math.abs(interval.high - high)).toBeLessThan(0.11 * standardError);
  });

  it("are deterministic by seed, and wider at a higher level", () => {
    const first = bootstrapMean(small, { seed: 9 });
    expect(bootstrapMean(small, { seed: 9 })).toEqual(first);
    expect(bootstrapMean(other, { seed: 9 })).not.toEqual(first);
    const wide = bootstrapMean(small, { seed: 9, level: 0.99 });
    const narrow = bootstrapMean(small, { seed: 9, level: 0.5 });
    expect(wide.low).toBeLessThanOrEqual(first.low);
    expect(narrow.low).toBeGreaterThan(first.low);
    expect(narrow.high).toBeLessThan(first.high);
  });

  it("follow a shift and a scaling of the values", () => {
    const first = bootstrapMean(small, { seed: 2 });
    const moved = bootstrapMean(
      small.map((value) => 3 * value + 7),
      { seed: 2 },
    );
    expect(moved.low).toBeCloseTo(3 * first.low + 7, 12);
    expect(moved.high).toBeCloseTo(3 * first.high + 7, 12);
  });

  it("give a point for constant values", () => {
    const constant = new Float64Array(50).fill(0.25);
    expect(bootstrapMean(constant, { seed: 0 })).toEqual({
      mean: 0.25,
      low: 0.25,
      high: 0.25,
      n: 50,
    });
  });

  it("cover the true mean about as often as they say", () => {
    let covered = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = createRandom(seed, "coverage");
      const values = Float64Array.from({ length: 60 }, () => random.integer(2));
      const { low, high } = bootstrapMean(values, { seed, resamples: 400 });
      if (low <= 0.5 && 0.5 <= high) covered++;
    }
    // 94 % are covered for 60 coin tosses; three standard errors of 200 trials are 10.
    expect(covered).toBeGreaterThan(178);
    expect(covered).toBeLessThan(199);
  });

  it("serve several columns at once with the intervals of each alone", () => {
    const long = Float64Array.from(golden.large.values);
    const columns = { small, long, other };
    const together = bootstrapMeans(columns, { seed: 6 });
    expect(Object.keys(together)).toEqual(["small", "long", "other"]);
    for (const [name, values] of Object.entries(columns)) {
      expect(together[name]).toEqual(bootstrapMean(values, { seed: 6 }));
    }
  });

  it("is the same of many columns, which a kernel adds up, as of each alone", () => {
    const random = createRandom(1, "columns");
    const columns = Object.fromEntries(
      Array.from({ length: 6 }, (_unused, column) => [
        `column ${column}`,
        Float64Array.from({ length: 333 }, () => random.normal()),
      ]),
    );
    for (const resamples of [1000, 1030, 7]) {
      const options = { seed: 2, resamples };
      const together = bootstrapMeans(columns, options);
      for (const [name, values] of Object.entries(columns)) {
        expect(together[name]).toEqual(bootstrapMean(values, options));
      }
    }
  });
});

describe("pairedBootstrap", () => {
  it("approaches the percentiles of all equally likely resamples of the RMSE difference", () => {
    const result = pairedBootstrap(small, other, "rmse", { seed: 3, resamples: 20_000 });
    const [low, high] = golden.enumerated.rmseDifference;
    expect(result.difference).toBeCloseTo(Math.sqrt(0.41) - Math.sqrt(0.35), 12);
    expect(Math.abs(result.low - low)).toBeLessThanOrEqual(step);
    expect(Math.abs(result.high - high)).toBeLessThanOrEqual(step);
  });

  it("is the bootstrap of the differences for means, and changes sign with its arguments", () => {
    const differences = small.map((value, index) => value - other[index]);
    const { low, high } = bootstrapMean(differences, { seed: 3 });
    const forwards = pairedBootstrap(small, other, "mean", { seed: 3 });
    const backwards = pairedBootstrap(other, small, "mean", { seed: 3 });
    expect(forwards.low).toBeCloseTo(low, 12);
    expect(forwards.high).toBeCloseTo(high, 12);
    expect(backwards.low).toBeCloseTo(-high, 12);
    expect(backwards.pValue).toBe(forwards.pValue);
  });

  it("has p-value 1 for equal systems and the smallest possible one for a constant gap", () => {
    expect(pairedBootstrap(small, small, "mean", { seed: 1 }).pValue).toBe(1);
    const better = small.map((value) => value + 1);
    expect(pairedBootstrap(better, small, "rmse", { seed: 1 }).pValue).toBe(2 / 1001);
  });
});

describe("quantiles", () => {
  it("interpolate as NumPy's do", () => {
    const sorted = Float64Array.from(golden.quantiles.values);
    golden.quantiles.shares.forEach((share, index) => {
      expect(quantileOfSorted(sorted, share)).toBeCloseTo(golden.quantiles.expected[index], 12);
    });
  });
});

describe("errors", () => {
  const values = Float64Array.of(1, 2);
  it.each<[ErrorCode, () => unknown]>([
    ["E_STATS_EMPTY", () => bootstrapMean(new Float64Array(0), { seed: 1 })],
    ["E_STATS_NUMBER", () => bootstrapMean(Float64Array.of(1, Number.NaN), { seed: 1 })],
    ["E_STATS_NUMBER", () => bootstrapRmse(Float64Array.of(1, Infinity), { seed: 1 })],
    ["E_STATS_OPTION", () => bootstrapMean(values, { seed: 1, resamples: 0 })],
    ["E_STATS_OPTION", () => bootstrapMean(values, { seed: 1, level: 1 })],
    ["E_STATS_OPTION", () => bootstrapMean(values, { seed: 1, level: 95 })],
    ["E_RANDOM_SEED", () => bootstrapMean(values, { seed: -1 })],
    ["E_STATS_LENGTH", () => pairedBootstrap(values, small, "mean", { seed: 1 })],
    [
      "E_STATS_EMPTY",
      () => pairedBootstrap(new Float64Array(0), new Float64Array(0), "mean", { seed: 1 }),
    ],
    ["E_STATS_NUMBER", () => pairedBootstrap(values, Float64Array.of(1, NaN), "rmse", { seed: 1 })],
  ])("%s", (code, action) => {
    let caught: unknown;
    try {
      action();
    } catch (error) {
      caught = error;
    }
    expect(isMoviolaError(caught, code)).toBe(true);
  });
});
