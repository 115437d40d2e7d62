import { describe, expect, it } from "vitest";
import {
  neighbourGraph,
  weightedSum,
} from "../../../../src/compute/graph/sparse/neighbour-graph.js";
import { sparseFromTriples, type SparseMatrix } from "../../../../src/compute/sparse.js";
import { testPools } from "../../kernels/both-backends.js";

function denseOf({ nRows, nColumns, offsets, columns, values }: SparseMatrix): number[][] {
  const rows = Array.from({ length: nRows }, () => Array.from({ length: nColumns }, () => 0));
  rows.forEach((row, at) => {
    for (let entry = offsets[at]; entry < offsets[at + 1]; entry++) {
      row[columns[entry]] += values[entry];
    }
  });
  return rows;
}

function expectMatrix(matrix: SparseMatrix, expected: readonly (readonly number[])[]): void {
  denseOf(matrix).forEach((row, at) =>
    row.forEach((value, column) => expect(value).toBeCloseTo(expected[at][column], 6)),
  );
}

describe("the normalised graph of nearest rows", () => {
  const { twin, compiled } = testPools();
  // Cosines: 0.8 between rows 0 and 1, 0.6 between 1 and 2, 0 between 0 and 2.
  const vectors = { nRows: 3, dim: 2, values: Float32Array.of(2, 0, 0.8, 0.6, 0, 3) };

  it("has 1 / k for each of k neighbours, the row itself counted, when entries are 1", () => {
    for (const pool of [twin, ...compiled]) {
      expectMatrix(neighbourGraph(pool, vectors, { neighbours: 2 }), [
        [0.5, 0.5, 0],
        [0.5, 0.5, 0],
        [0, 0.5, 0.5],
      ]);
    }
  });

  it("has s / sqrt(d_r d_c) when entries are cosines", () => {
    const graph = neighbourGraph(twin, vectors, { neighbours: 2, weights: "cosine" });
    const third = 0.6 / Math.sqrt(1.6 * 1.8);
    expectMatrix(graph, [
      [1 / 1.8, 0.8 / 1.8, 0],
      [0.8 / 1.8, 1 / 1.8, 0],
      [0, third, 1 / 1.6],
    ]);
  });

  it("is without entries where all cosines of a row are 0", () => {
    const values = Float32Array.of(1, 0, 0, 0, 1, 0);
    const graph = neighbourGraph(
      twin,
      { nRows: 3, dim: 2, values },
      { neighbours: 2, weights: "cosine" },
    );
    expect(denseOf(graph)[1]).toEqual([0, 0, 0]);
  });
});

describe("the weighted sum of matrices", () => {
  it("adds cells that both have and keeps those that one has", () => {
    const ones = (rows: number[], columns: number[]): SparseMatrix =>
      sparseFromTriples(
        2,
        3,
        Int32Array.from(rows),
        Int32Array.from(columns),
        new Float32Array(rows.length).fill(1),
      );
    const sum = weightedSum([
      { matrix: ones([0, 1], [2, 0]), weight: 0.25 },
      { matrix: ones([0, 0], [0, 2]), weight: 0.75 },
    ]);
    expect(denseOf(sum)).toEqual([
      [0.75, 0, 1],
      [0.25, 0, 0],
    ]);
    expect(sum.columns.length).toBe(3);
  });
});
