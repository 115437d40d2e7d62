import { describe, expect, it } from "vitest";
import { multiplySparseDense } from "../../../src/compute/kernels/sparse-dense.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { relativeDifference, testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

function randomSparse(nRows: number, nColumns: number, nEntries: number): SparseMatrix {
  const random = createRandom(1, "sparse");
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: nEntries }, () => random.integer(bound));
  const values = Float32Array.from({ length: nEntries }, () => random.normal());
  return sparseFromTriples(nRows, nColumns, draw(nRows), draw(nColumns), values);
}

function product(pool: ComputePool, sparse: SparseMatrix, dense: Float32Array, width: number) {
  const workspace = pool.workspace();
  const out = workspace.float32(sparse.nRows * width).fill(7);
  const operand = {
    nRows: sparse.nRows,
    offsets: workspace.copyOf(sparse.offsets),
    columns: workspace.copyOf(sparse.columns),
    values: workspace.copyOf(sparse.values),
  };
  multiplySparseDense(pool, operand, workspace.copyOf(dense), width, out);
  const copy = out.slice();
  workspace.release();
  return copy;
}

describe("sparse times dense", () => {
  it("is what the definition says on a case made by hand", () => {
    // [[2, 0, 1], [0, 0, 0], [0, -1, 0]] times [[1, 2], [3, 4], [5, 6]]
    const sparse = sparseFromTriples(
      3,
      3,
      Int32Array.of(0, 0, 2),
      Int32Array.of(0, 2, 1),
      Float32Array.of(2, 1, -1),
    );
    const dense = Float32Array.of(1, 2, 3, 4, 5, 6);
    for (const pool of [twin, ...compiled]) {
      expect([...product(pool, sparse, dense, 2)]).toEqual([7, 10, 0, 0, -3, -4]);
    }
  });

  it.each([1, 15, 16, 17, 64, 100])("agrees with its twin at width %i", (width) => {
    const sparse = randomSparse(300, 170, 5000);
    const random = createRandom(2, "dense");
    const dense = Float32Array.from({ length: 170 * width }, () => random.normal());
    const expected = product(twin, sparse, dense, width);
    const [one, ...others] = compiled.map((pool) => product(pool, sparse, dense, width));
    // Both add in the order of the entries, in single precision.
    expect(relativeDifference(one, expected)).toBeLessThan(1e-6);
    for (const other of others) expect(other).toEqual(one);
  });
});
