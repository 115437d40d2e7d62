/**
 * Scores of users as a sparse matrix times another matrix, the whole rows:
 *   s_i = 0;  s_i = fl(s_i + fl(x * right[m, i])) for the entries (m, x) of the user's row of `left`,
 * ascending by m, fl being rounding to single precision: the same bits whatever the number of threads,
 * and the same as `src/models/shared/form-scorer.ts` gives.
 */
import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import type { SparseOperand } from "./sparse-dense.js";

const usersPerTask = 8;
const itemsPerTask = 32;

const sparseKernel: Kernel<
  [
    nUsers: number,
    nItems: number,
    users: Int32Array,
    leftOffsets: Int32Array,
    leftColumns: Int32Array,
    leftValues: Float32Array,
    rightOffsets: Int32Array,
    rightColumns: Int32Array,
    rightValues: Float32Array,
    scores: Float32Array,
  ]
> = {
  name: "scoreSparseProduct",
  twin: (
    task,
    _slot,
    nUsers,
    nItems,
    users,
    leftOffsets,
    leftColumns,
    leftValues,
    rightOffsets,
    rightColumns,
    rightValues,
    scores,
  ) => {
    const first = task * usersPerTask;
    for (let position = first; position < Math.min(first + usersPerTask, nUsers); position++) {
      const user = users[position];
      const row = scores.subarray(position * nItems, (position + 1) * nItems).fill(0);
      for (let entry = leftOffsets[user]; entry < leftOffsets[user + 1]; entry++) {
        const weight = leftValues[entry];
        const middle = leftColumns[entry];
        for (let at = rightOffsets[middle]; at < rightOffsets[middle + 1]; at++) {
          row[rightColumns[at]] += Math.fround(weight * rightValues[at]);
        }
      }
    }
  },
};

/**
 * Writes the scores of `users` (rows of `left` `[nUsers x m]`) to `scores` `[users.length x nItems]`,
 * `right` being `[m x nItems]`; all arrays in a workspace of `pool`.
 */
export function scoreSparseProduct(
  pool: ComputePool,
  nItems: number,
  left: SparseOperand,
  right: SparseOperand,
  users: Int32Array,
  scores: Float32Array,
): void {
  const nUsers = users.length;
  pool.run(
    sparseKernel,
    Math.ceil(nUsers / usersPerTask),
    nUsers,
    nItems,
    users,
    left.offsets,
    left.columns,
    left.values,
    right.offsets,
    right.columns,
    right.values,
    scores,
  );
}

const denseKernel: Kernel<
  [
    nUsers: number,
    nItems: number,
    nRows: number,
    users: Int32Array,
    leftOffsets: Int32Array,
    leftColumns: Int32Array,
    leftValues: Float32Array,
    panels: Float32Array,
    scores: Float32Array,
  ]
> = {
  name: "scoreDenseProduct",
  twin: (
    task,
    _slot,
    nUsers,
    nItems,
    nRows,
    users,
    leftOffsets,
    leftColumns,
    leftValues,
    panels,
    scores,
  ) => {
    const first = task * itemsPerTask;
    const width = Math.min(itemsPerTask, nItems - first);
    for (let position = 0; position < nUsers; position++) {
      const user = users[position];
      const start = position * nItems + first;
      const own = scores.subarray(start, start + width).fill(0);
      for (let entry = leftOffsets[user]; entry < leftOffsets[user + 1]; entry++) {
        const source = (task * nRows + leftColumns[entry]) * itemsPerTask;
        for (let lane = 0; lane < width; lane++) {
          own[lane] += Math.fround(leftValues[entry] * panels[source + lane]);
        }
      }
    }
  },
};

/** A dense matrix in a workspace, as the kernel reads it. */
export interface DensePanels {
  readonly nRows: number;
  readonly nColumns: number;
  /** `[ceil(nColumns / 32) x nRows x 32]`, zeros behind the last column. */
  readonly values: Float32Array;
}

/** Copies `values` `[nRows x nColumns]` into `workspace`; throws `E_COMPUTE_MEMORY`. */
export function densePanels(
  workspace: Workspace,
  nRows: number,
  nColumns: number,
  values: Float32Array,
): DensePanels {
  const panels = workspace.float32(Math.ceil(nColumns / itemsPerTask) * nRows * itemsPerTask);
  for (let first = 0; first < nColumns; first += itemsPerTask) {
    const last = Math.min(first + itemsPerTask, nColumns);
    for (let row = 0; row < nRows; row++) {
      let at = first * nRows + row * itemsPerTask;
      for (let column = first; column < last; column++) {
        panels[at++] = values[row * nColumns + column];
      }
    }
  }
  return { nRows, nColumns, values: panels };
}

/** {@link scoreSparseProduct} for a dense `right` `[m x nItems]`. */
export function scoreDenseProduct(
  pool: ComputePool,
  left: SparseOperand,
  right: DensePanels,
  users: Int32Array,
  scores: Float32Array,
): void {
  const { offsets, columns, values } = left;
  const { nRows, nColumns: nItems } = right;
  pool.run(
    denseKernel,
    Math.ceil(nItems / itemsPerTask),
    users.length,
    nItems,
    nRows,
    users,
    offsets,
    columns,
    values,
    right.values,
    scores,
  );
}
