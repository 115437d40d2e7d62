import { describe, expect, test } from "vitest";
import { createRandom } from "../../../src/compute/random.js";
import { mapFeatures } from "../../../src/features/map/map-features.js";
import { nearestPoints } from "../../../src/features/map/nearest-points.js";
import { principalComponents } from "../../../src/features/map/principal-components.js";

describe("nearestPoints", () => {
  test("nearest first, ties to the lower position, never the point itself", () => {
    const { points, distances } = nearestPoints(Float64Array.of(0, 1, 2, 4), 1, 2);
    expect([...points]).toEqual([1, 2, 0, 2, 1, 0, 2, 1]);
    expect([...distances]).toEqual([1, 2, 1, 1, 1, 2, 2, 3]);
    const some = nearestPoints(Float64Array.of(0, 1, 2, 4), 1, 2, Int32Array.of(3, 1));
    expect([...some.points]).toEqual([2, 1, 0, 2]);
  });
});

describe("principalComponents", () => {
  test("rows on a line keep their distances along it, whatever their mean", () => {
    const line = [-1, 0, 2].flatMap((step) => [100 + 3 * step, 50 + 4 * step]);
    const { dim, values } = principalComponents(Float32Array.from(line), 2, 2);
    expect(dim).toBe(1);
    const sign = Math.sign(values[2] - values[0]);
    // Float32 input of size 100: 2^-24 * 100 a number.
    expect(sign * (values[1] - values[0])).toBeCloseTo(5, 4);
    expect(sign * (values[2] - values[1])).toBeCloseTo(10, 4);
    expect(values[0] + values[1] + values[2]).toBeCloseTo(0, 4);
  });
});

describe("mapFeatures", () => {
  const random = createRandom(1, "clusters");
  const nItems = 90;
  const dim = 8;
  const values = Float32Array.from({ length: nItems * dim }, (_unused, at) => {
    const isOwn = at % dim === Math.floor(at / dim) % 3;
    return (isOwn ? 3 : 0) + 0.3 * random.normal();
  });
  const missing = new Uint8Array(nItems);
  missing[7] = 1;
  const features = { nItems, dim, values, missing };
  const map = mapFeatures(features, undefined, { seed: 3 });

  test("clusters stay together, items without a vector are left out", () => {
    expect(map.items).toHaveLength(nItems - 1);
    expect([...map.items]).not.toContain(7);
    const { points } = nearestPoints(map.positions, 2, 5);
    const isAlike = [...points].filter(
      (point, at) => map.items[point] % 3 === map.items[Math.floor(at / 5)] % 3,
    );
    expect(isAlike.length).toBe(points.length);
  });

  test("the overlap lies above chance and below 1: two numbers cannot hold eight", () => {
    expect(map.overlap).toBeGreaterThan(2 * (10 / (nItems - 2)));
    expect(map.overlap).toBeLessThan(1);
  });

  test("what lies in a plane already keeps nearly all neighbours", () => {
    const angles = Array.from({ length: 60 }, (_unused, at) => (2 * Math.PI * at) / 60);
    const circle = Float32Array.from(angles.flatMap((angle) => [Math.cos(angle), Math.sin(angle)]));
    const flat = { nItems: 60, dim: 2, values: circle, missing: new Uint8Array(60) };
    // A ring cut open or folded loses neighbours at few places only.
    expect(mapFeatures(flat, undefined, { topK: 6 }).overlap).toBeGreaterThan(0.6);
  });

  test("is decided by its seed", () => {
    expect(mapFeatures(features, undefined, { seed: 3 }).positions).toEqual(map.positions);
    expect(mapFeatures(features, undefined, { seed: 4 }).positions).not.toEqual(map.positions);
  });

  test("restricts itself to the given items, and refuses too few of them", () => {
    const some = Array.from({ length: 30 }, (_unused, at) => 2 * at);
    expect([...mapFeatures(features, some).items]).toEqual(some);
    const few = (): unknown => mapFeatures(features, [0, 1, 2]);
    expect(few).toThrow(expect.objectContaining({ code: "E_FEATURE_OPTION" }));
  });
});
