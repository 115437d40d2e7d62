import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/random.js";
import { mapFeatures } from "../../../src/features/neighbours/map-features.js";
import { principalComponents } from "../../../src/features/neighbours/principal-components.js";
import type { PlainMatrix } from "../../../src/features/feature-set.js";

/** Three heaps of items in ten dimensions; item 5 has no vector. */
function heaps(nItems: number): PlainMatrix {
  const random = createRandom(4, "heaps");
  const values = new Float32Array(nItems * 10);
  for (let item = 0; item < nItems; item++) {
    for (let at = 0; at < 10; at++) {
      values[item * 10 + at] = (at === item % 3 ? 5 : 0) + 0.3 * random.normal();
    }
  }
  const missing = new Uint8Array(nItems);
  if (nItems > 5) missing[5] = 1;
  return { nItems, dim: 10, values, missing };
}

describe("principalComponents", () => {
  it("finds the directions of largest variance, strongest first, of what it centres", () => {
    const rows = Float64Array.of(10, 7, 12, 7, 8, 7, 10, 8, 10, 6);
    const { nComponents, coordinates } = principalComponents(rows, 2, 5);
    expect(nComponents).toBe(2);
    const expected = [0, 0, 2, 0, -2, 0, 0, 1, 0, -1];
    expected.forEach((value, at) =>
      expect(Math.abs(coordinates[at])).toBeCloseTo(Math.abs(value), 5),
    );
    expect([...rows.subarray(0, 2)]).toEqual([10, 7]);
  });

  it("keeps all distances when it keeps all directions", () => {
    const { values, dim } = heaps(20);
    const rows = Float64Array.from(values);
    const { nComponents, coordinates } = principalComponents(rows, dim, 50);
    const distance = (from: Float64Array, width: number, a: number, b: number): number =>
      Math.hypot(
        ...Array.from({ length: width }, (_u, at) => from[a * width + at] - from[b * width + at]),
      );
    for (const [a, b] of [
      [0, 1],
      [3, 17],
      [8, 9],
    ]) {
      const kept = distance(coordinates, nComponents, a, b);
      expect(kept).toBeCloseTo(distance(rows, dim, a, b), 4);
    }
  });
});

describe("mapFeatures", () => {
  it("keeps heaps together and apart from others, and says what share of neighbours it keeps", () => {
    const { items, positions, overlap, neighbours, title } = mapFeatures(heaps(90), { seed: 2 });
    expect(items).toHaveLength(89);
    expect(items).not.toContain(5);
    expect(positions).toHaveLength(178);
    expect(positions.every(Number.isFinite)).toBe(true);
    expect([neighbours, title]).toEqual([10, "UMAP"]);
    const at = (row: number): [number, number] => [positions[2 * row], positions[2 * row + 1]];
    const heapOf = (row: number): number => items[row] % 3;
    let right = 0;
    for (let row = 0; row < items.length; row++) {
      const distances = Array.from(items, (_item, other) =>
        other === row ? Infinity : Math.hypot(at(row)[0] - at(other)[0], at(row)[1] - at(other)[1]),
      );
      if (heapOf(distances.indexOf(Math.min(...distances))) === heapOf(row)) right++;
    }
    expect(right).toBe(items.length);
    // Ten of about thirty in a heap: by chance a third, with the map's help more.
    expect(overlap).toBeGreaterThan(0.4);
    expect(overlap).toBeLessThanOrEqual(1);
  });

  it("depends on the seed alone", () => {
    const one = mapFeatures(heaps(40), { seed: 7 });
    expect(mapFeatures(heaps(40), { seed: 7 })).toEqual(one);
    expect(mapFeatures(heaps(40), { seed: 8 }).positions).not.toEqual(one.positions);
  });

  it("lays out a handful by principal components, and nothing without items", () => {
    const few = mapFeatures(heaps(4));
    expect([few.positions.length, few.title]).toEqual([8, "Principal components"]);
    expect(few.overlap).toBe(1);
    const none = mapFeatures({
      nItems: 2,
      dim: 3,
      values: new Float32Array(6),
      missing: Uint8Array.of(1, 1),
    });
    expect(none.positions).toHaveLength(0);
    expect(none.overlap).toBeNaN();
  });

  it("lays out items that are all alike", () => {
    const values = new Float32Array(60).fill(1);
    const alike = mapFeatures({ nItems: 20, dim: 3, values, missing: new Uint8Array(20) });
    expect(alike.positions).toHaveLength(40);
    expect(alike.positions.every(Number.isFinite)).toBe(true);
  });

  it("refuses numbers that are none", () => {
    expect(() => mapFeatures(heaps(9), { neighbours: 0 })).toThrow("E_FEATURE_OPTION");
    expect(() => mapFeatures(heaps(9), { components: 1.5 })).toThrow("E_FEATURE_OPTION");
  });
});
