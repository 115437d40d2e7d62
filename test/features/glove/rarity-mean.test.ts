import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  commonDirection,
  rarityWeights,
  removeDirection,
  weightedMeans,
} from "../../../src/features/glove/rarity-mean.js";

const vectors = {
  dim: 2,
  vectorOf: (id: number): Float32Array => Float32Array.of(id, 10 * id),
};

describe("smooth inverse frequency", () => {
  it("weighs a word by a / (a + p)", () => {
    const weightOf = rarityWeights([[5, 5, 5], [7]]);
    expect(weightOf(5)).toBeCloseTo(0.001 / 0.751, 12);
    expect(weightOf(7)).toBeCloseTo(0.001 / 0.251, 12);
    expect(weightOf(8)).toBe(1);
    expect(rarityWeights([])(5)).toBe(1);
  });

  it("divides the weighted sum by the number of words", () => {
    const means = weightedMeans([[1, 2, 2], []], (id) => (id === 1 ? 1 : 0.5), vectors);
    expect([...means]).toEqual([1, 10, 0, 0]);
  });

  it("finds the direction that rows share, in the marked rows alone", () => {
    const rows = Float64Array.of(3, 4, 6, 8, 100, 0);
    const direction = commonDirection(rows, 2, Uint8Array.of(1, 1, 0))!;
    expect(direction[0]).toBeCloseTo(0.6, 6);
    expect(direction[1]).toBeCloseTo(0.8, 6);
    expect(commonDirection(new Float64Array(6), 2, Uint8Array.of(1, 1, 1))).toBeUndefined();
    expect(commonDirection(rows, 2, new Uint8Array(3))).toBeUndefined();
  });

  it("leaves nothing along the direction", () => {
    const numbers = fc.array(fc.integer({ min: -99, max: 99 }), { minLength: 4, maxLength: 20 });
    fc.assert(
      fc.property(numbers, (values) => {
        const rows = Float64Array.from(values.slice(0, values.length - (values.length % 2)));
        const before = rows.slice();
        removeDirection(rows, Float64Array.of(0.6, 0.8));
        for (let at = 0; at < rows.length; at += 2) {
          expect(0.6 * rows[at] + 0.8 * rows[at + 1]).toBeCloseTo(0, 10);
          // What stands at a right angle to it stays.
          const across = 0.8 * before[at] - 0.6 * before[at + 1];
          expect(0.8 * rows[at] - 0.6 * rows[at + 1]).toBeCloseTo(across, 10);
        }
      }),
    );
  });
});
