import { describe, expect, it } from "vitest";
import { negativeInverse } from "../../../src/compute/kernels/dense-inverse.js";
import {
  cellPosition,
  scaledMatrix,
  tileSide,
  tilesLength,
} from "../../../src/compute/kernels/dense-tiles.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

type Precision = "float32" | "float64";

/** The inverse of `matrix` `[size x size]`, whole, or undefined. */
async function inverse(
  pool: ComputePool,
  precision: Precision,
  matrix: Float64Array,
  size: number,
): Promise<Float32Array | undefined> {
  const workspace = pool.workspace();
  const values = workspace[precision](tilesLength(size));
  const nTiles = Math.ceil(size / tileSide);
  for (let row = 0; row < nTiles * tileSide; row++) {
    values[cellPosition(row, row)] = 1;
    if (row >= size) continue;
    for (let column = 0; column <= row; column++) {
      values[cellPosition(row, column)] = matrix[row * size + column];
    }
  }
  const tiles = { size, nTiles, values };
  const isInverted = await negativeInverse(pool, workspace, tiles, () => Promise.resolve());
  const whole = isInverted ? scaledMatrix(tiles, new Float64Array(size).fill(-1)) : undefined;
  workspace.release();
  return whole;
}

/** R R^T / size + 0.1 I of a random R: eigenvalues from about 0.1 to 4. */
function randomMatrix(size: number): Float64Array {
  const random = createRandom(size, "definite");
  const root = Float64Array.from({ length: size * size }, () => random.normal());
  const matrix = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += root[a * size + k] * root[b * size + k];
      matrix[a * size + b] = sum / size + (a === b ? 0.1 : 0);
      matrix[b * size + a] = matrix[a * size + b];
    }
  }
  return matrix;
}

/** Largest cell of matrix times inverse minus the unit matrix, over every seventh row. */
function residual(matrix: Float64Array, inverted: Float32Array, size: number): number {
  let largest = 0;
  for (let a = 0; a < size; a += 7) {
    for (let b = 0; b < size; b++) {
      let sum = a === b ? -1 : 0;
      for (let k = 0; k < size; k++) sum += matrix[a * size + k] * inverted[k * size + b];
      largest = Math.max(largest, Math.abs(sum));
    }
  }
  return largest;
}

const matrices = new Map<number, Float64Array>();

describe("inverse of a positive definite matrix", () => {
  const cases = ([1, 127, 128, 300] as const).flatMap((size) =>
    (["float32", "float64"] as const).map((precision) => [size, precision] as const),
  );

  it.each(cases)("of %i rows in %s", async (size, precision) => {
    const matrix = matrices.get(size) ?? randomMatrix(size);
    matrices.set(size, matrix);
    const expected = await inverse(twin, precision, matrix, size);
    const [one, ...others] = await Promise.all(
      compiled.map((pool) => inverse(pool, precision, matrix, size)),
    );
    // Condition number 40; the result is looked at in single precision.
    const tolerance = precision === "float32" ? 2e-5 : 2e-6;
    expect(residual(matrix, one!, size)).toBeLessThan(tolerance);
    expect(residual(matrix, expected!, size)).toBeLessThan(tolerance);
    for (const other of others) expect(other).toEqual(one);
  });

  it("says so where a matrix is not positive definite, or not a number", async () => {
    const size = 200;
    for (const wrong of [-1, 0, Number.NaN]) {
      const matrix = new Float64Array(size * size);
      for (let at = 0; at < size; at++) matrix[at * (size + 1)] = at === 150 ? wrong : 1;
      for (const pool of [twin, ...compiled]) {
        expect(await inverse(pool, "float32", matrix, size)).toBeUndefined();
      }
    }
  });
});
