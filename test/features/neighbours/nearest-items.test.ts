import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/random.js";
import { nearestItems, neighbourOverlap } from "../../../src/features/neighbours/nearest-items.js";
import { nearestRows } from "../../../src/features/neighbours/nearest-rows.js";
import type { PlainMatrix } from "../../../src/features/feature-set.js";

function matrix(rows: readonly (readonly number[] | undefined)[], dim = 2): PlainMatrix {
  const values = Float32Array.from(rows.flatMap((row) => row ?? new Array<number>(dim).fill(0)));
  const missing = Uint8Array.from(rows, (row) => (row === undefined ? 1 : 0));
  return { nItems: rows.length, dim, values, missing };
}

function randomMatrix(nItems: number, dim: number, seed: number): PlainMatrix {
  const random = createRandom(seed, "test matrix");
  const values = Float32Array.from({ length: nItems * dim }, () => random.normal() + 0.5);
  const missing = Uint8Array.from({ length: nItems }, () => (random.uniform() < 0.1 ? 1 : 0));
  return { nItems, dim, values, missing };
}

/** The same by its definition: every pair alone, then sorted. */
function byDefinition(
  { nItems, dim, values, missing }: PlainMatrix,
  item: number,
  topK: number,
): number[] {
  const dot = (one: number, other: number): number => {
    let sum = 0;
    for (let at = 0; at < dim; at++) sum += values[one * dim + at] * values[other * dim + at];
    return sum;
  };
  const cosine = (other: number): number =>
    dot(item, other) / Math.sqrt(dot(item, item) * dot(other, other));
  const others = [...missing.keys()].filter(
    (other) => other < nItems && other !== item && missing[other] === 0,
  );
  return others.sort((one, other) => cosine(other) - cosine(one)).slice(0, topK);
}

describe("nearestItems", () => {
  it("gives the nearest by cosine, whatever the lengths", () => {
    const features = matrix([
      [1, 0],
      [100, 1],
      [0, 1],
      [-1, 0],
      [1, 1],
    ]);
    const nearest = nearestItems(features, { topK: 3 });
    expect(nearest.of(0).map(({ itemIndex }) => itemIndex)).toEqual([1, 4, 2]);
    expect(nearest.of(0)[1].similarity).toBeCloseTo(Math.SQRT1_2, 6);
    expect(nearest.of(3).map(({ itemIndex }) => itemIndex)).toEqual([2, 4, 1]);
  });

  it("agrees with the definition on matrices of any size", () => {
    for (const [nItems, dim] of [
      [1, 3],
      [2, 1],
      [31, 5],
      [33, 7],
      [70, 16],
      [130, 3],
    ]) {
      const features = randomMatrix(nItems, dim, nItems);
      const nearest = nearestItems(features, { topK: 5 });
      for (let item = 0; item < nItems; item++) {
        const expected = features.missing[item] === 1 ? [] : byDefinition(features, item, 5);
        const got = nearest.of(item);
        if (dim > 1) expect(got.map(({ itemIndex }) => itemIndex)).toEqual(expected);
        expect(got).toHaveLength(expected.length);
      }
    }
  });

  it("leaves out items without a vector, with zeros, and unwanted ones", () => {
    const features = matrix([[1, 0], undefined, [0, 0], [1, 1], [1, 2]]);
    const nearest = nearestItems(features, { topK: 4, isWanted: (item) => item !== 4 });
    expect(nearest.of(0).map(({ itemIndex }) => itemIndex)).toEqual([3]);
    for (const item of [1, 2, 4]) expect(nearest.of(item)).toEqual([]);
    expect([...nearest.items.subarray(0, 4)]).toEqual([3, -1, -1, -1]);
  });

  it("gives ties to the lower item, in any order of discovery", () => {
    const features = matrix(Array.from({ length: 100 }, () => [1, 1]));
    const nearest = nearestItems(features, { topK: 3 });
    expect(nearest.of(50).map(({ itemIndex }) => itemIndex)).toEqual([0, 1, 2]);
    expect(nearest.of(1).map(({ itemIndex }) => itemIndex)).toEqual([0, 2, 3]);
  });

  it("centres when asked", () => {
    // All lie around (10, 0); less the mean, 0 and 1 point up, 2 and 3 down.
    const features = matrix([
      [10, 1],
      [11, 1],
      [10, -1],
      [9, -1],
    ]);
    const nearest = nearestItems(features, { topK: 1, centred: true });
    expect([...nearest.items]).toEqual([1, 0, 3, 2]);
  });

  it("refuses a number of neighbours below 1", () => {
    for (const topK of [0, -1, 1.5, Number.NaN]) {
      expect(() => nearestItems(matrix([[1, 0]]), { topK })).toThrow("E_FEATURE_OPTION");
    }
  });
});

describe("nearestRows by distance", () => {
  it("orders by Euclidean distance", () => {
    const rows = Float64Array.of(0, 0, 3, 4, 1, 0, 100, 0);
    const { partners, scores } = nearestRows(rows, 2, 3, "distance");
    expect([...partners.subarray(0, 3)]).toEqual([2, 1, 3]);
    expect([...scores.subarray(0, 3)]).toEqual([-1, -25, -10_000]);
  });
});

describe("neighbourOverlap", () => {
  it("is the mean share of common neighbours", () => {
    const one = nearestItems(
      matrix([
        [1, 0],
        [1, 0.1],
        [0, 1],
        [0.1, 1],
      ]),
      { topK: 1 },
    );
    const other = nearestItems(
      matrix([
        [1, 0],
        [1, 0.1],
        [1, 0.2],
        [0, 1],
      ]),
      { topK: 1 },
    );
    // Item 0 and 1 keep each other; 2 and 3 lose each other.
    expect(neighbourOverlap(one, other)).toBe(0.5);
    expect(neighbourOverlap(one, one)).toBe(1);
    expect(neighbourOverlap(one, nearestItems(matrix([undefined]), { topK: 1 }))).toBeNaN();
  });

  it("is symmetric and between 0 and 1", () => {
    fc.assert(
      fc.property(fc.nat(99), fc.nat(99), (seed, other) => {
        const a = nearestItems(randomMatrix(30, 4, seed), { topK: 4 });
        const b = nearestItems(randomMatrix(30, 4, other), { topK: 4 });
        const overlap = neighbourOverlap(a, b);
        expect(overlap).toBe(neighbourOverlap(b, a));
        expect(overlap >= 0 && overlap <= 1).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
