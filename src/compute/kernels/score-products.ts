/**
 * Scores of users as a sparse matrix times another matrix, the whole rows:
 *   s_i = 0;  s_i = fl(s_i + fl(x * right[m, i])) for the entries (m, x) of the user's row of `left`,
 * ascending by m, fl being rounding to single precision: the same bits whatever the number of threads,
 * and the same as `src/models/shared/form-scorer.ts` gives.
 */
import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
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
    users: Int32Array,
    leftOffsets: Int32Array,
    leftColumns: Int32Array,
    leftValues: Float32Array,
    right: Float32Array,
    scores: Float32Array,
  ]
> = {
  name: "scoreDenseProduct",
  twin: (
    task,
    _slot,
    nUsers,
    nItems,
    users,
    leftOffsets,
    leftColumns,
    leftValues,
    right,
    scores,
  ) => {
    const first = task * itemsPerTask;
    const last = Math.min(first + itemsPerTask, nItems);
    for (let position = 0; position < nUsers; position++) {
      const user = users[position];
      const row = position * nItems;
      scores.fill(0, row + first, row + last);
      for (let entry = leftOffsets[user]; entry < leftOffsets[user + 1]; entry++) {
        const weight = leftValues[entry];
        const source = leftColumns[entry] * nItems;
        for (let item = first; item < last; item++) {
          scores[row + item] += Math.fround(weight * right[source + item]);
        }
      }
    }
  },
};

/** {@link scoreSparseProduct} for a dense `right` `[m x nItems]`. */
export function scoreDenseProduct(
  pool: ComputePool,
  nItems: number,
  left: SparseOperand,
  right: Float32Array,
  users: Int32Array,
  scores: Float32Array,
): void {
  const { offsets, columns, values } = left;
  const nUsers = users.length;
  const nTasks = Math.ceil(nItems / itemsPerTask);
  pool.run(denseKernel, nTasks, nUsers, nItems, users, offsets, columns, values, right, scores);
}
