import { describe, expect, it } from "vitest";
import { edgeProducts } from "../../../src/compute/kernels/edge-products.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../src/compute/sparse.js";
import { relativeDifference, testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

function products(
  pool: ComputePool,
  { nRows, offsets, columns }: SparseMatrix,
  left: Float32Array,
  right: Float32Array,
  width: number,
): Float32Array {
  const workspace = pool.workspace();
  const out = workspace.float32(columns.length).fill(7);
  const pattern = {
    nRows,
    offsets: workspace.copyOf(offsets),
    columns: workspace.copyOf(columns),
  };
  edgeProducts(pool, pattern, workspace.copyOf(left), workspace.copyOf(right), width, out);
  const copy = out.slice();
  workspace.release();
  return copy;
}

describe("products along edges", () => {
  it("are what the definition says on a case made by hand", () => {
    const sparse = sparseFromTriples(
      2,
      3,
      Int32Array.of(0, 0, 1),
      Int32Array.of(0, 2, 1),
      new Float32Array(3),
    );
    const left = Float32Array.of(1, 2, 3, 4);
    const right = Float32Array.of(1, 0, 0, 1, -1, 2);
    for (const pool of [twin, ...compiled]) {
      expect([...products(pool, sparse, left, right, 2)]).toEqual([1, 3, 4]);
    }
  });

  it.each([1, 3, 4, 17, 64])("agree with their twin at width %i", (width) => {
    const random = createRandom(2, "edges");
    const draw = (n: number, bound: number): Int32Array =>
      Int32Array.from({ length: n }, () => random.integer(bound));
    const sparse = sparseFromTriples(
      300,
      170,
      draw(5000, 300),
      draw(5000, 170),
      new Float32Array(5000),
    );
    const rows = (n: number): Float32Array =>
      Float32Array.from({ length: n * width }, () => random.normal());
    const [left, right] = [rows(300), rows(170)];
    const expected = products(twin, sparse, left, right, width);
    const [one, ...others] = compiled.map((pool) => products(pool, sparse, left, right, width));
    // Four partial sums in single precision against one in double.
    expect(relativeDifference(one, expected)).toBeLessThan(1e-5);
    for (const other of others) expect(other).toEqual(one);
  });
});
