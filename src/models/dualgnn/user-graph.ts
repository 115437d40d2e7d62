/** Which users are alike by what they have in common. */
import { findNearestRows } from "../../compute/kernels/nearest-rows.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import type { SparseMatrix } from "../../compute/sparse.js";

/**
 * Equation 4: of each user the `neighbours` others with the most items in common, ties to the lower index, and the
 * softmax of those numbers, `[nUsers x nUsers]`; a user who has nothing in common with anyone has an empty row.
 * Memory grows with users times neighbours.
 */
export async function userGraph(
  pool: ComputePool,
  byUser: SparseMatrix,
  neighbours: number,
): Promise<SparseMatrix> {
  const { nRows } = byUser;
  const ones = new Float64Array(byUser.columns.length).fill(1);
  const workspace = pool.workspace();
  try {
    const { offsets, rows, similarities } = await findNearestRows(
      workspace,
      pool,
      {
        // The product of two rows of ones, that is the number of common items, times 1.
        formula: "scaled",
        matrix: byUser,
        rowWeights: ones,
        columnWeights: ones,
        isUniform: true,
        norms: new Float64Array(nRows).fill(1),
        shrinkage: 0,
        neighbours,
      },
      () => Promise.resolve(),
    );
    for (let row = 0; row < nRows; row++) {
      toSoftmax(similarities.subarray(offsets[row], offsets[row + 1]));
    }
    return { nRows, nColumns: nRows, offsets, columns: rows, values: similarities };
  } finally {
    workspace.release();
  }
}

function toSoftmax(counts: Float32Array): void {
  const most = counts.reduce((largest, count) => Math.max(largest, count), 0);
  const shares = Float64Array.from(counts, (count) => Math.exp(count - most));
  const sum = shares.reduce((total, share) => total + share, 0);
  shares.forEach((share, at) => (counts[at] = share / sum));
}
