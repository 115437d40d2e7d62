import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sparseFromTriples } from "../../../src/compute/sparse.js";
import { groupPairs } from "../../../src/features/duplicates/group-pairs.js";
import { similarRows } from "../../../src/features/duplicates/similar-rows.js";

const pair = (one: number, other: number, similarity = 1): Parameters<typeof groupPairs>[0][0] => ({
  one,
  other,
  similarity,
});

describe("groupPairs", () => {
  it("joins what hangs together, by first row", () => {
    const groups = groupPairs([pair(7, 9), pair(1, 4), pair(4, 8, 0.9), pair(2, 9)]);
    expect(groups.map(({ rows }) => rows)).toEqual([
      [1, 4, 8],
      [2, 7, 9],
    ]);
    expect(groups[0].pairs).toEqual([pair(1, 4), pair(4, 8, 0.9)]);
    expect(groupPairs([])).toEqual([]);
  });

  it("finds the connected parts of any graph", () => {
    const edge = fc.tuple(fc.nat(20), fc.nat(20)).filter(([a, b]) => a !== b);
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 30 }), (edges) => {
        const pairs = edges.map(([a, b]) => pair(Math.min(a, b), Math.max(a, b)));
        const label = Array.from({ length: 21 }, (_unused, row) => row);
        for (let round = 0; round < 21; round++) {
          for (const { one, other } of pairs) {
            label[one] = label[other] = Math.min(label[one], label[other]);
          }
        }
        for (const { rows } of groupPairs(pairs)) {
          expect(new Set(rows.map((row) => label[row])).size).toBe(1);
        }
        const grouped = groupPairs(pairs).flatMap(({ rows }) => rows);
        expect(new Set(grouped).size).toBe(grouped.length);
        expect(new Set(grouped)).toEqual(new Set(pairs.flatMap(({ one, other }) => [one, other])));
      }),
    );
  });
});

describe("similarRows", () => {
  it("gives all pairs with at least the wanted product", () => {
    const half = Math.SQRT1_2;
    const matrix = sparseFromTriples(
      4,
      3,
      Int32Array.of(0, 1, 1, 2, 2, 3),
      Int32Array.of(0, 0, 1, 0, 1, 2),
      Float32Array.of(1, half, half, half, half, 1),
    );
    const pairs = similarRows(matrix, 0.7);
    expect(pairs.map(({ one, other }) => [one, other])).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
    expect(pairs[0].similarity).toBeCloseTo(half, 6);
    expect(pairs[2].similarity).toBeCloseTo(1, 6);
    expect(similarRows(matrix, 0.8).map(({ one, other }) => [one, other])).toEqual([[1, 2]]);
  });
});
