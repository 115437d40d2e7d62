import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addScaled, dot, norm, orthogonalise, scale } from "../../src/compute/dense-vectors.js";
import { createRandom } from "../../src/compute/random.js";

const values = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 0, maxLength: 23 });

describe("dense vectors", () => {
  it("dot and norm are exact on whole numbers, whatever the length", () => {
    fc.assert(
      fc.property(values, (numbers) => {
        const a = Float64Array.from(numbers);
        const b = Float64Array.from(numbers, (value, at) => value - 3 * at);
        expect(dot(a, b)).toBe(numbers.reduce((sum, _value, at) => sum + a[at] * b[at], 0));
        expect(norm(a) ** 2).toBeCloseTo(dot(a, a), 8);
      }),
    );
  });

  it("scale and addScaled work in place", () => {
    const vector = Float64Array.of(1, 2, 3);
    scale(vector, 2);
    addScaled(vector, Float64Array.of(1, 1, 1), -2);
    expect([...vector]).toEqual([0, 2, 4]);
  });

  it("orthogonalise leaves nothing of the basis, even of a vector that lies all but in it", () => {
    const random = createRandom(3, "orthogonalise");
    for (const count of [1, 2, 3, 4, 5, 9, 30]) {
      const basis: Float64Array[] = [];
      for (let at = 0; at < count; at++) {
        const vector = Float64Array.from({ length: 40 }, () => random.normal());
        orthogonalise(vector, basis);
        scale(vector, 1 / norm(vector));
        basis.push(vector);
      }
      const close = Float64Array.from({ length: 40 }, () => 1e-9 * random.normal());
      for (const vector of basis) addScaled(close, vector, random.normal());
      orthogonalise(close, basis);
      const length = norm(close);
      expect(length).toBeGreaterThan(0);
      // Rounding of vectors of length 1 that is left beside a rest of about 1e-9.
      for (const vector of basis) expect(Math.abs(dot(close, vector)) / length).toBeLessThan(1e-12);
    }
  });
});
