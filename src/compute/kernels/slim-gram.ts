import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import { transpose, type SparseMatrix } from "../sparse.js";

/** Rows of one task; the compiled kernel has the same number. */
const rowsPerTask = 16;

const kernel: Kernel<
  [
    nRows: number,
    rowOffsets: Int32Array,
    rowColumns: Int32Array,
    columnOffsets: Int32Array,
    columnRows: Int32Array,
    gram: Float32Array,
  ]
> = {
  name: "slimGram",
  twin: (task, _slot, nRows, rowOffsets, rowColumns, columnOffsets, columnRows, gram) => {
    const first = task * rowsPerTask;
    for (let row = first; row < Math.min(first + rowsPerTask, nRows); row++) {
      const counts = gram.subarray(row * nRows, (row + 1) * nRows).fill(0);
      for (const column of rowColumns.subarray(rowOffsets[row], rowOffsets[row + 1])) {
        const others = columnRows.subarray(columnOffsets[column], columnOffsets[column + 1]);
        for (const other of others) counts[other]++;
      }
    }
  },
};

/**
 * The Gram matrix of the rows of a sparse matrix of ones, `[nRows x nRows]` row-major in `workspace`: the
 * numbers of common columns. Throws `E_COMPUTE_MEMORY`.
 */
export function denseGram(
  workspace: Workspace,
  pool: ComputePool,
  byRow: SparseMatrix,
): Float32Array {
  const { nRows, offsets, columns } = byRow;
  const byColumn = transpose(byRow);
  const gram = workspace.float32(nRows * nRows);
  pool.run(
    kernel,
    Math.ceil(nRows / rowsPerTask),
    nRows,
    workspace.copyOf(offsets),
    workspace.copyOf(columns),
    workspace.copyOf(byColumn.offsets),
    workspace.copyOf(byColumn.columns),
    gram,
  );
  return gram;
}
