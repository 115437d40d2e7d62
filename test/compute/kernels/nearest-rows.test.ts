import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  findNearestRows,
  type NearestProblem,
  type NearestRows,
} from "../../../src/compute/kernels/nearest-rows.js";
import { nearestFormulas } from "../../../src/compute/kernels/nearest-kernel.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

function randomPattern(nRows: number, nColumns: number, nEntries: number): SparseMatrix {
  const random = createRandom(1, "pattern");
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: nEntries }, () => random.integer(bound));
  const ones = new Float32Array(nEntries).fill(1);
  return sparseFromTriples(nRows, nColumns, draw(nRows), draw(nColumns), ones);
}

async function nearest(pool: ComputePool, problem: NearestProblem): Promise<NearestRows> {
  const workspace = pool.workspace();
  try {
    return await findNearestRows(workspace, pool, problem, () => Promise.resolve());
  } finally {
    workspace.release();
  }
}

function bytes({ offsets, rows, similarities }: NearestRows): string {
  const parts = [offsets, rows, similarities].map(({ buffer }) => Buffer.from(buffer));
  return Buffer.concat(parts).toString("base64");
}

function problemOf(matrix: SparseMatrix, changes: Partial<NearestProblem>): NearestProblem {
  const random = createRandom(2, "weights");
  const weights = Float64Array.from(matrix.columns, () => random.normal());
  return {
    formula: "cosine",
    matrix,
    rowWeights: weights,
    columnWeights: weights,
    isUniform: false,
    norms: Float64Array.from({ length: matrix.nRows }, () => 1 + random.uniform()),
    shrinkage: 0.5,
    neighbours: 7,
    ...changes,
  };
}

describe("nearest rows", () => {
  // More rows than a piece has, and than the buffer of candidates.
  const matrix = randomPattern(600, 90, 9000);

  it.each(
    nearestFormulas.flatMap((formula) => [1, 7, 200, 5000].map((k) => [formula, k] as const)),
  )("%s with %i neighbours: all backends give the same bytes", async (formula, neighbours) => {
    const problem = problemOf(matrix, { formula, neighbours });
    const expected = await nearest(twin, problem);
    // Both sum in double precision in the same order.
    for (const pool of compiled) expect(bytes(await nearest(pool, problem))).toBe(bytes(expected));
  });

  it("takes the column's one weight where all its weights are equal", async () => {
    const random = createRandom(3, "columns");
    const ofColumn = Float64Array.from({ length: 90 }, () => random.uniform());
    const columnWeights = Float64Array.from(matrix.columns, (column) => ofColumn[column]);
    const problem = problemOf(matrix, { columnWeights, formula: "scaled" });
    const expected = await nearest(compiled[0], problem);
    const uniform = await nearest(compiled[0], { ...problem, isUniform: true });
    expect(bytes(uniform)).toBe(bytes(expected));
  });

  it("keeps the lower indices of rows that are equally near, in any number", async () => {
    const rows = fc.array(fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }), {
      minLength: 1,
      maxLength: 300,
    });
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 60 }), async (drawn, neighbours) => {
        const cells = drawn.flatMap((cells, row) =>
          cells.flatMap((set, column) => (set ? [[row, column] as const] : [])),
        );
        const pattern = sparseFromTriples(
          drawn.length,
          3,
          Int32Array.from(cells, ([row]) => row),
          Int32Array.from(cells, ([, column]) => column),
          new Float32Array(cells.length).fill(1),
        );
        const ones = new Float64Array(cells.length).fill(1);
        const problem = problemOf(pattern, {
          rowWeights: ones,
          columnWeights: ones,
          formula: "scaled",
          norms: new Float64Array(drawn.length).fill(1),
          isUniform: true,
          neighbours,
        });
        const expected = bytes(await nearest(twin, problem));
        expect(bytes(await nearest(compiled[1], problem))).toBe(expected);
      }),
      { numRuns: 100, seed: 3 },
    );
  });

  it("stops where the pause throws", async () => {
    const workspace = twin.workspace();
    const stop = (): Promise<void> => Promise.reject(new Error("stopped"));
    await expect(findNearestRows(workspace, twin, problemOf(matrix, {}), stop)).rejects.toThrow(
      "stopped",
    );
    workspace.release();
  });
});
