import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import { mae, ratingErrors, rmse } from "../../../src/metrics/index.js";
import golden from "../golden/beyond.json" with { type: "json" };

const clipTo = { minimum: 1, maximum: 5 };

describe("rating errors", () => {
  it("agree with scikit-learn, clipped and not", () => {
    const { predictions, ratings } = golden;
    expect(rmse(predictions, ratings)).toBeCloseTo(golden.rmse, 12);
    expect(mae(predictions, ratings)).toBeCloseTo(golden.mae, 12);
    expect(rmse(predictions, ratings, { clipTo })).toBeCloseTo(golden.rmseClipped, 12);
    expect(mae(predictions, ratings, { clipTo })).toBeCloseTo(golden.maeClipped, 12);
    expect(ratingErrors(predictions, ratings, { clipTo }).nClipped).toBe(golden.nClipped);
    expect(ratingErrors(predictions, ratings).nClipped).toBe(0);
  });

  it("are kept for every rating", () => {
    expect(ratingErrors(Float32Array.of(6, 2, 0), Float32Array.of(4, 4, 1), { clipTo })).toEqual({
      squared: Float64Array.of(1, 4, 0),
      absolute: Float64Array.of(1, 2, 0),
      nClipped: 2,
    });
  });

  it.each([
    ["E_METRIC_SHAPE", [1], [1, 2]],
    ["E_METRIC_EMPTY", [], []],
    ["E_METRIC_RATING", [1, Number.NaN], [1, 2]],
    ["E_METRIC_RATING", [1, Infinity], [1, 2]],
    ["E_METRIC_RATING", [1, 2], [1, Number.NaN]],
  ] as const)("are refused with %s for %j and %j", (code, predictions, ratings) => {
    for (const metric of [rmse, mae, ratingErrors]) {
      let caught: unknown;
      try {
        metric(predictions, ratings, { clipTo });
      } catch (error) {
        caught = error;
      }
      expect(isMoviolaError(caught, code)).toBe(true);
    }
  });
});
