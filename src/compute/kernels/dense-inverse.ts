/**
 * The inverse of a symmetric positive definite matrix by block Gauss-Jordan steps without exchanges
 * (the sweep operator). With D the inverse of the pivot tile A_kk and W_i = A_ik D, a step is
 *   A_ij -= W_i A_jk^T,  A_ik = W_i,  A_kk = -D    for all i, j other than k,
 * and after all steps A has become minus its inverse. Only the lower triangle is kept.
 *
 * For such a matrix every pivot tile is positive definite, and the errors are those of Cholesky factors
 * (Higham, "Accuracy and Stability of Numerical Algorithms", section 14.4). Unlike those it is one kind
 * of work from first to last: products of tiles, n^3 multiplications and additions together.
 */
import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import {
  tileLength,
  tileSide,
  tileStart,
  type FloatArray,
  type SymmetricTiles,
} from "./dense-tiles.js";

type PivotArguments = [
  pivot: number,
  matrix: FloatArray,
  inverse: FloatArray,
  state: Int32Array,
  scratch: Uint8Array,
];
type PanelArguments = [
  pivot: number,
  matrix: FloatArray,
  inverse: FloatArray,
  left: FloatArray,
  right: FloatArray,
  scratch: Uint8Array,
];
type UpdateArguments = [pivot: number, matrix: FloatArray, left: FloatArray, right: FloatArray];

/** D into `inverse`, -D into the matrix; 1 into `state` where the tile is not positive definite. */
function pivotKernel(name: string): Kernel<PivotArguments> {
  return {
    name,
    twin: (_task, _slot, pivot, matrix, inverse, state) => {
      const start = tileStart(pivot, pivot);
      const tile = Float64Array.from({ length: tileLength }, (_unused, cell) => {
        const row = Math.floor(cell / tileSide);
        const column = cell % tileSide;
        return matrix[start + Math.max(row, column) * tileSide + Math.min(row, column)];
      });
      for (let row = 0; row < tileSide; row++) {
        if (!(eliminate(tile, row) > 0)) state[0] = 1;
      }
      inverse.set(tile);
      matrix.set(
        tile.map((value) => -value),
        start,
      );
    },
  };
}

/** One Gauss-Jordan step; returns the pivot. */
function eliminate(tile: Float64Array, pivot: number): number {
  const own = tile.subarray(pivot * tileSide, (pivot + 1) * tileSide);
  const value = own[pivot];
  own[pivot] = 1;
  for (let column = 0; column < tileSide; column++) own[column] /= value;
  for (let row = 0; row < tileSide; row++) {
    if (row === pivot) continue;
    const factor = tile[row * tileSide + pivot];
    tile[row * tileSide + pivot] = 0;
    for (let column = 0; column < tileSide; column++) {
      tile[row * tileSide + column] -= factor * own[column];
    }
  }
  return value;
}

/** A_ik into `right`, W_i into `left` and the matrix; task: i. The compiled kernel packs both its way. */
function panelKernel(name: string): Kernel<PanelArguments> {
  return {
    name,
    twin: (task, _slot, pivot, matrix, inverse, left, right) => {
      if (task === pivot) return;
      const isBelow = task > pivot;
      const start = isBelow ? tileStart(task, pivot) : tileStart(pivot, task);
      const cell = (row: number, column: number): number =>
        start + (isBelow ? row * tileSide + column : column * tileSide + row);
      const own = task * tileLength;
      for (let row = 0; row < tileSide; row++) {
        for (let column = 0; column < tileSide; column++) {
          right[own + row * tileSide + column] = matrix[cell(row, column)];
        }
      }
      for (let row = 0; row < tileSide; row++) {
        for (let column = 0; column < tileSide; column++) {
          let sum = 0;
          for (let k = 0; k < tileSide; k++) {
            sum += right[own + row * tileSide + k] * inverse[k * tileSide + column];
          }
          left[own + row * tileSide + column] = sum;
          matrix[cell(row, column)] = sum;
        }
      }
    },
  };
}

/** A_ij -= W_i A_jk^T; task: number of the tile. */
function updateKernel(name: string): Kernel<UpdateArguments> {
  return {
    name,
    twin: (task, _slot, pivot, matrix, left, right) => {
      let i = 0;
      while (((i + 1) * (i + 2)) / 2 <= task) i++;
      const j = task - (i * (i + 1)) / 2;
      if (i === pivot || j === pivot) return;
      for (let row = 0; row < tileSide; row++) {
        const own = left.subarray(i * tileLength + row * tileSide);
        for (let column = 0; column < tileSide; column++) {
          const other = right.subarray(j * tileLength + column * tileSide);
          let sum = 0;
          for (let k = 0; k < tileSide; k++) sum += own[k] * other[k];
          matrix[tileStart(i, j) + row * tileSide + column] -= sum;
        }
      }
    },
  };
}

const kernels = {
  float32: {
    pivot: pivotKernel("sweepPivot32"),
    panel: panelKernel("sweepPanel32"),
    update: updateKernel("sweepUpdate32"),
  },
  float64: {
    pivot: pivotKernel("sweepPivot64"),
    panel: panelKernel("sweepPanel64"),
    update: updateKernel("sweepUpdate64"),
  },
};

/**
 * Replaces `matrix` by minus its inverse, in the precision of its values; gives false, and a matrix of no
 * use, where a pivot is not positive. `afterStep` is awaited after each of the `nTiles` steps.
 */
export async function negativeInverse(
  pool: ComputePool,
  workspace: Workspace,
  matrix: SymmetricTiles,
  afterStep: (done: number, total: number) => Promise<void>,
): Promise<boolean> {
  const { nTiles, values } = matrix;
  const precision = values instanceof Float32Array ? "float32" : "float64";
  const { pivot, panel, update } = kernels[precision];
  const inverse = workspace[precision](tileLength);
  const left = workspace[precision](nTiles * tileLength);
  const right = workspace[precision](nTiles * tileLength);
  const state = workspace.int32(1);
  const scratch = workspace.scratch(8 * tileLength);
  for (let k = 0; k < nTiles; k++) {
    pool.run(pivot, 1, k, values, inverse, state, scratch);
    if (state[0] !== 0) return false;
    pool.run(panel, nTiles, k, values, inverse, left, right, scratch);
    pool.run(update, (nTiles * (nTiles + 1)) / 2, k, values, left, right);
    await afterStep(k + 1, nTiles);
  }
  return true;
}
