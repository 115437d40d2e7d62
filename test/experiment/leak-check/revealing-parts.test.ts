/** Which columns are looked at, and where the limit lies. */
import { describe, expect, it } from "vitest";
import { revealingParts } from "../../../src/experiment/leak-check/features/revealing-parts.js";
import type { NoiseTarget } from "../../../src/experiment/leak-check/features/noise-target.js";
import { matrixOf } from "../../support/leak-data.js";

/** A target of plain values over the first items, beside a mean. */
function targetOf(values: readonly number[], shapes: NoiseTarget["shapes"] = []): NoiseTarget {
  const ones = new Float64Array(values.length).fill(1);
  return {
    items: Int32Array.from(values.keys()),
    scale: ones,
    values: Float64Array.from(values),
    base: [ones],
    shapes,
  };
}

const line = Array.from({ length: 100 }, (_unused, item) => item);

describe("revealingParts", () => {
  it("finds nothing without a target", () => {
    expect(
      revealingParts(
        matrixOf(4, 1, (item) => item),
        undefined,
      ),
    ).toEqual([]);
  });

  it("finds a column that tells the target, whatever its scale and sign", () => {
    const matrix = matrixOf(100, 3, (item, column) => [item % 2, 7 - 3 * item, item % 5][column]);
    const [found, ...others] = revealingParts(matrix, targetOf(line));
    expect(found).toMatchObject({ column: 1, nItems: 100 });
    expect(found.left).toBeCloseTo(0, 6);
    expect(others).toEqual([]);
  });

  it("looks closer at the eight columns that explain most, and names these", () => {
    const matrix = matrixOf(100, 10, (item, column) => item + (column < 2 ? 3 * (item % 7) : 0));
    const found = revealingParts(matrix, targetOf(line)).map(({ column }) => column);
    expect(found).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
    const alike = matrixOf(100, 10, (item) => item);
    expect(revealingParts(alike, targetOf(line)).map(({ column }) => column)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7,
    ]);
  });

  it("takes the order of a column on, unless it explains less than a tenth as it is", () => {
    const values = Float64Array.from(line);
    // Powers of b keep the order of the line: 13 % of it is explained for b = 1.5, 5 % for b = 4.
    const powers = (base: number): ReturnType<typeof matrixOf> =>
      matrixOf(100, 1, (item) => base ** (item - 50));
    const found = (base: number): number[] =>
      revealingParts(powers(base), targetOf(line, [{ values }])).map(({ left }) => left);
    expect(found(1.5)).toHaveLength(1);
    expect(found(1.5)[0]).toBeCloseTo(0, 6);
    expect(found(4)).toEqual([]);
    expect(revealingParts(powers(1.5), targetOf(line))).toEqual([]);
  });

  it("finds nothing in four items, not even what leaves no variance: too few say anything", () => {
    const values = [1, 1, -1, -1];
    const known = matrixOf(4, 1, (item) => values[item]);
    expect(revealingParts(known, targetOf(values))).toEqual([]);
  });
});
