import { describe, expect, it } from "vitest";
import {
  densePanels,
  scoreDenseProduct,
  scoreSparseProduct,
} from "../../../src/compute/kernels/score-products.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import type { Workspace } from "../../../src/compute/pool/workspace.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();
const pools = [twin, ...compiled];

function randomSparse(name: string, nRows: number, nColumns: number, n: number): SparseMatrix {
  const random = createRandom(1, name);
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: n }, () => random.integer(bound));
  const values = Float32Array.from({ length: n }, () => random.normal());
  return sparseFromTriples(nRows, nColumns, draw(nRows), draw(nColumns), values);
}

function dense({ nRows, nColumns, offsets, columns, values }: SparseMatrix): Float32Array {
  const cells = new Float32Array(nRows * nColumns);
  for (let row = 0; row < nRows; row++) {
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
      cells[row * nColumns + columns[entry]] = values[entry];
    }
  }
  return cells;
}

function operand(workspace: Workspace, { nRows, offsets, columns, values }: SparseMatrix) {
  return {
    nRows,
    offsets: workspace.copyOf(offsets),
    columns: workspace.copyOf(columns),
    values: workspace.copyOf(values),
  };
}

function products(pool: ComputePool, left: SparseMatrix, right: SparseMatrix, users: Int32Array) {
  const workspace = pool.workspace();
  const { nColumns: nItems } = right;
  const own = operand(workspace, left);
  const list = workspace.copyOf(users);
  const bySparse = workspace.float32(users.length * nItems).fill(7);
  const byDense = workspace.float32(users.length * nItems).fill(7);
  scoreSparseProduct(pool, nItems, own, operand(workspace, right), list, bySparse);
  const panels = densePanels(workspace, right.nRows, nItems, dense(right));
  scoreDenseProduct(pool, own, panels, list, byDense);
  const result = { bySparse: bySparse.slice(), byDense: byDense.slice() };
  workspace.release();
  return result;
}

describe("scores as a product", () => {
  it("are what the definition says on a case made by hand", () => {
    // [[2, 0], [1, -1]] times [[1, 0, 3], [0, 5, 1]]
    const left = sparseFromTriples(
      2,
      2,
      Int32Array.of(0, 1, 1),
      Int32Array.of(0, 0, 1),
      Float32Array.of(2, 1, -1),
    );
    const right = sparseFromTriples(
      2,
      3,
      Int32Array.of(0, 0, 1, 1),
      Int32Array.of(0, 2, 1, 2),
      Float32Array.of(1, 3, 5, 1),
    );
    for (const pool of pools) {
      const { bySparse, byDense } = products(pool, left, right, Int32Array.of(1, 0));
      expect([...bySparse]).toEqual([1, -5, 2, 2, 0, 6]);
      expect([...byDense]).toEqual([...bySparse]);
    }
  });

  it.each([3, 16, 32, 45, 101])("are the same bytes on all backends, %i items", (nItems) => {
    const left = randomSparse("left", 60, 40, 600);
    const right = randomSparse("right", 40, nItems, 12 * nItems);
    const users = Int32Array.from({ length: 61 }, (_unused, at) => (7 * at) % 60);
    const [reference, ...others] = pools.map((pool) => products(pool, left, right, users));
    expect(reference.byDense.some((score) => score !== 0)).toBe(true);
    // Cells that the sparse matrix lacks add 0, which changes no bit.
    expect(reference.byDense).toEqual(reference.bySparse);
    for (const other of others) expect(other).toEqual(reference);
  });
});
