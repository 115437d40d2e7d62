import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shrinkImage } from "../../../src/features/images/shrink-image.js";

const bytes = Float64Array.from({ length: 256 }, (_unused, byte) => byte);

/** A grey picture from its rows. */
function grey(rows: readonly (readonly number[])[]): {
  width: number;
  height: number;
  data: Uint8Array;
} {
  const data = Uint8Array.from(rows.flat().flatMap((value) => [value, value, value]));
  return { width: rows[0].length, height: rows.length, data };
}

function reds(pixels: Float64Array): number[] {
  return [...pixels].filter((_value, at) => at % 3 === 0);
}

describe("shrinkImage", () => {
  it("leaves a picture of the wanted size as it is", () => {
    const image = grey([
      [1, 2, 3],
      [4, 5, 6],
    ]);
    expect(reds(shrinkImage(image, 3, 2, bytes))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it("weighs source pixels by how much of them is covered", () => {
    // Each target covers 1.5 sources: (10 + 20 / 2) / 1.5 and (20 / 2 + 40) / 1.5.
    const [left, right] = reds(shrinkImage(grey([[10, 20, 40]]), 2, 1, bytes));
    expect(left).toBeCloseTo(20 / 1.5, 10);
    expect(right).toBeCloseTo(50 / 1.5, 10);
    const [top, bottom] = reds(shrinkImage(grey([[10], [20], [40]]), 1, 2, bytes));
    expect([top, bottom]).toEqual([left, right]);
  });

  it("enlarges, both ways at once if need be", () => {
    const large = reds(shrinkImage(grey([[7]]), 3, 2, bytes));
    expect(large).toHaveLength(6);
    for (const value of large) expect(value).toBeCloseTo(7, 10);
    const both = reds(shrinkImage(grey([[0, 100, 50, 50]]), 2, 2, bytes));
    expect(both).toEqual([50, 50, 50, 50]);
  });

  it("applies the table of values before it averages", () => {
    const squares = bytes.map((byte) => byte * byte);
    expect(reds(shrinkImage(grey([[2, 4]]), 1, 1, squares))).toEqual([10]);
  });

  it("keeps the mean of any picture at any size", () => {
    const sizes = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        sizes,
        sizes,
        sizes,
        sizes,
        fc.integer(),
        (width, height, toWidth, toHeight, seed) => {
          const rows = Array.from({ length: height }, (_unused, y) =>
            Array.from({ length: width }, (_none, x) => Math.abs(seed + 31 * x + 57 * y * x) % 256),
          );
          const image = grey(rows);
          const mean = rows.flat().reduce((sum, value) => sum + value, 0) / (width * height);
          const small = reds(shrinkImage(image, toWidth, toHeight, bytes));
          const got = small.reduce((sum, value) => sum + value, 0) / small.length;
          expect(got).toBeCloseTo(mean, 8);
        },
      ),
    );
  });
});
