import { describe, expect, it } from "vitest";
import { scaledMatrix, timesVector } from "../../../src/compute/kernels/dense-tiles.js";
import { factorGram } from "../../../src/compute/kernels/gram-factors.js";
import { sparseGram } from "../../../src/compute/kernels/gram-sparse.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { sparseFromTriples, transpose } from "../../../src/compute/sparse.js";
import { relativeDifference, testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

describe("Gram matrix of factors", () => {
  function gramOf(pool: ComputePool, rows: Float32Array, width: number): Float32Array {
    const workspace = pool.workspace();
    const gram = workspace.float32(width * width);
    const nRows = rows.length / width;
    factorGram(pool, workspace, nRows, width).compute(workspace.copyOf(rows), 0.5, gram);
    const copy = gram.slice();
    workspace.release();
    return copy;
  }

  it.each([
    [1, 8],
    [700, 8],
    [1000, 40],
  ])("%i rows of %i", (nRows, width) => {
    const random = createRandom(3, "gram");
    const rows = Float32Array.from({ length: nRows * width }, () => random.normal());
    const expected = new Float64Array(width * width);
    for (let row = 0; row < nRows; row++) {
      for (let cell = 0; cell < width * width; cell++) {
        const a = rows[row * width + Math.floor(cell / width)];
        expected[cell] += 0.5 * a * rows[row * width + (cell % width)];
      }
    }
    const [one, ...others] = compiled.map((pool) => gramOf(pool, rows, width));
    // Sums of 128 rows in single precision.
    expect(relativeDifference(one, expected)).toBeLessThan(1e-6);
    expect(relativeDifference(gramOf(twin, rows, width), expected)).toBeLessThan(1e-6);
    for (const other of others) expect(other).toEqual(one);
  });
});

describe("Gram matrix of a sparse matrix", () => {
  const nEntries = 3000;
  const random = createRandom(4, "sparse gram");
  const byRow = sparseFromTriples(
    150,
    80,
    Int32Array.from({ length: nEntries }, () => random.integer(149)),
    Int32Array.from({ length: nEntries }, () => random.integer(80)),
    new Float32Array(nEntries).fill(1),
  );
  const dense = new Float64Array(150 * 80);
  for (let row = 0; row < 150; row++) {
    for (let entry = byRow.offsets[row]; entry < byRow.offsets[row + 1]; entry++) {
      dense[row * 80 + byRow.columns[entry]] = 1;
    }
  }
  const expected = Float32Array.from({ length: 150 * 150 }, (_unused, cell) => {
    const a = Math.floor(cell / 150);
    const b = cell % 150;
    let sum = a === b ? 2.5 : 0;
    for (let column = 0; column < 80; column++)
      sum += dense[a * 80 + column] * dense[b * 80 + column];
    return sum;
  });

  it.each(["float32", "float64"] as const)("counts exactly in %s", (precision) => {
    for (const pool of [twin, ...compiled]) {
      const workspace = pool.workspace();
      const tiles = sparseGram(pool, workspace, byRow, transpose(byRow), 2.5, precision);
      const ones = new Float64Array(150).fill(1);
      expect(scaledMatrix(tiles, ones)).toEqual(expected);
      const sums = timesVector(tiles, ones);
      for (let row = 0; row < 150; row++) {
        const own = expected.subarray(row * 150, (row + 1) * 150);
        expect(sums[row]).toBe(own.reduce((sum, value) => sum + value, 0));
      }
      workspace.release();
    }
  });
});
