import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { summariseVectors } from "../../../../src/report/show/features/vector-summary.js";
import { madeUpFeatures } from "./made-up-features.js";

describe("summariseVectors", () => {
  test("equals numbers by hand; items without a vector are left out", () => {
    // Unit vectors at 0, 90 and 0 degrees: cosines 0, 1 and 0.
    const summary = summariseVectors(madeUpFeatures([[3, 0], undefined, [0, 4], [1, 0]]));
    expect(summary.nVectors).toBe(3);
    expect(summary.norm).toEqual({ minimum: 1, median: 3, maximum: 4 });
    expect(summary.meanCosine).toBeCloseTo(1 / 3, 12);
  });

  test("a shift that all vectors share makes them look alike; centring takes it away", () => {
    const square = [
      [101, 100],
      [99, 100],
      [100, 101],
      [100, 99],
    ] as const;
    const summary = summariseVectors(madeUpFeatures(square));
    expect(summary.meanCosine).toBeGreaterThan(0.999);
    // Opposite ends of a cross: two of the six pairs have -1, the others 0.
    expect(summary.meanCosineCentred).toBeCloseTo(-1 / 3, 10);
  });

  test("is the mean over all pairs", () => {
    const number = fc.double({ min: -5, max: 5, noNaN: true }).map(Math.fround);
    const vector = fc.tuple(number, number).filter(([a, b]) => Math.hypot(a, b) > 0.01);
    fc.assert(
      fc.property(fc.array(vector, { minLength: 2, maxLength: 12 }), (vectors) => {
        let sum = 0;
        let pairs = 0;
        for (const [at, [a, b]] of vectors.entries()) {
          for (const [c, d] of vectors.slice(at + 1)) {
            sum += (a * c + b * d) / Math.hypot(a, b) / Math.hypot(c, d);
            pairs++;
          }
        }
        const { meanCosine } = summariseVectors(madeUpFeatures(vectors));
        // Both sums run in double precision over at most 66 pairs.
        expect(Math.abs(meanCosine - sum / pairs)).toBeLessThan(1e-12);
      }),
    );
  });

  test("what too few vectors do not say is not a number", () => {
    const none = summariseVectors(madeUpFeatures([undefined]));
    expect(none).toMatchObject({ nVectors: 0, meanCosine: NaN });
    expect(none.norm.median).toBeNaN();
    expect(summariseVectors(madeUpFeatures([[1, 2]])).meanCosine).toBeNaN();
  });
});
