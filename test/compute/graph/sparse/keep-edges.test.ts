import { describe, expect, it } from "vitest";
import { keepEdges } from "../../../../src/compute/graph/sparse/keep-edges.js";
import { createRandom } from "../../../../src/compute/random.js";
import { findEntry, sparseFromTriples } from "../../../../src/compute/sparse.js";

/** Row 0 has all columns, rows 1 and 2 have column 0 alone: degrees 4, 1, 1 and 3, 1, 1, 1. */
const matrix = sparseFromTriples(
  3,
  4,
  Int32Array.of(0, 0, 0, 0, 1, 2),
  Int32Array.of(0, 1, 2, 3, 0, 0),
  Float32Array.of(1, 2, 3, 4, 5, 6),
);

/** Weights 1 / sqrt(d_r d_c) of the entries, in order. */
const weights = [1 / Math.sqrt(12), 1 / 2, 1 / 2, 1 / 2, 1 / Math.sqrt(3), 1 / Math.sqrt(3)];

describe("keeping some entries of a matrix", () => {
  it("keeps the whole number of entries below the share, at least one, with their values", () => {
    for (const [share, nKept] of [
      [1, 6],
      [0.99, 5],
      [0.5, 3],
      [0.01, 1],
    ]) {
      const kept = keepEdges(matrix, createRandom(1, "keep"), { share, by: "degree" });
      expect(kept.columns.length).toBe(nKept);
      for (let row = 0; row < 3; row++) {
        for (let at = kept.offsets[row]; at < kept.offsets[row + 1]; at++) {
          const entry = findEntry(matrix, row, kept.columns[at]);
          expect(kept.values[at]).toBe(matrix.values[entry]);
        }
      }
    }
  });

  it.each(["degree", "uniform"] as const)(
    "draws one entry in proportion to its weight: %s",
    (by) => {
      const counts = new Float64Array(6);
      const nDraws = 20_000;
      const random = createRandom(2, "keep");
      for (let draw = 0; draw < nDraws; draw++) {
        const kept = keepEdges(matrix, random, { share: 0.2, by });
        counts[kept.values[0] - 1]++;
      }
      const own = by === "uniform" ? weights.map(() => 1) : weights;
      const total = own.reduce((sum, weight) => sum + weight, 0);
      // Five standard deviations of a share of 20,000 draws.
      own.forEach((weight, entry) =>
        expect(Math.abs(counts[entry] / nDraws - weight / total)).toBeLessThan(0.014),
      );
    },
  );

  it("gives the same entries for the same stream, and others for another", () => {
    const keep = (name: string) =>
      keepEdges(matrix, createRandom(3, name), { share: 0.5, by: "degree" });
    expect(keep("epoch 1")).toEqual(keep("epoch 1"));
    const others = [2, 3, 4, 5].map((epoch) => keep(`epoch ${epoch}`));
    expect(others.some(({ columns }) => columns.join() !== keep("epoch 1").columns.join())).toBe(
      true,
    );
  });
});
