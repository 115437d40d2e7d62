import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import type { AlsRows, AlsSystem } from "./als-rows.js";
import { solvePositiveDefinite } from "./cholesky.js";

/** Entries of a row that are gathered at a time; the compiled kernel has the same number. */
const gathered = 32;

const kernel: Kernel<
  [
    starts: Int32Array,
    offsets: Int32Array,
    columns: Int32Array,
    weights: Float32Array,
    base: number,
    width: number,
    nFactors: number,
    factors: Float32Array,
    gram: Float32Array,
    ridges: Float32Array,
    scratchBytes: number,
    scratch: Uint8Array,
    solution: Float32Array,
  ]
> = {
  name: "alsCholesky",
  twin: (
    task,
    _slot,
    starts,
    offsets,
    columns,
    weights,
    base,
    width,
    nFactors,
    factors,
    gram,
    ridges,
    _scratchBytes,
    _scratch,
    solution,
  ) => {
    const matrix = new Float64Array(nFactors * nFactors);
    const vector = new Float64Array(nFactors);
    for (let row = starts[task]; row < starts[task + 1]; row++) {
      vector.fill(0);
      for (let a = 0; a < nFactors; a++) {
        for (let b = a; b < nFactors; b++) matrix[a * nFactors + b] = gram[a * width + b];
        matrix[a * nFactors + a] += ridges[row];
      }
      for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
        const own = factors.subarray(columns[entry] * width, (columns[entry] + 1) * width);
        for (let a = 0; a < nFactors; a++) {
          vector[a] += (weights[entry] + base) * own[a];
          const weighted = weights[entry] * own[a];
          for (let b = a; b < nFactors; b++) matrix[a * nFactors + b] += weighted * own[b];
        }
      }
      if (offsets[row] < offsets[row + 1]) solvePositiveDefinite(matrix, nFactors, vector);
      solution.set(vector, row * width);
    }
  },
};

/** Solves all rows of a side. */
export type RowSolver = (rows: AlsRows, system: AlsSystem, solution: Float32Array) => void;

/**
 * Solves, for every row r of a side, with w the weights of its entries and y the factors of their columns,
 *   (gram + sum over entries of w y y^T + ridge_r) x_r = sum over entries of (w + base) y
 * by Cholesky factors in single precision. `solution` `[nRows x width]` is overwritten: a row without
 * entries becomes 0, one whose matrix is not positive definite NaN. All arrays are in `workspace`.
 */
export function alsCholeskySolver(
  pool: ComputePool,
  workspace: Workspace,
  width: number,
): RowSolver {
  const scratchBytes = 4 * (width * width + 2 * gathered * width);
  const scratch = workspace.scratch(scratchBytes);
  return (rows, system, solution) => {
    const { nTasks, starts, offsets, columns, values, ridges } = rows;
    const { base, nFactors, factors, gram } = system;
    pool.run(
      kernel,
      nTasks,
      starts,
      offsets,
      columns,
      values,
      base,
      width,
      nFactors,
      factors,
      gram,
      ridges,
      scratchBytes,
      scratch,
      solution,
    );
  };
}
