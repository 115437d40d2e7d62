import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import type { SparseMatrix } from "../sparse.js";
import { cellPosition, tileSide, tilesLength } from "./dense-tiles.js";
import type { FloatArray, SymmetricTiles } from "./dense-tiles.js";

/** Rows of one task; the compiled kernel has the same number. */
const rowsPerTask = 16;

type Arguments = [
  size: number,
  ridge: number,
  offsets: Int32Array,
  columns: Int32Array,
  columnOffsets: Int32Array,
  rows: Int32Array,
  scratch: Uint8Array,
  tiles: FloatArray,
];

function kernelOf(name: string): Kernel<Arguments> {
  return {
    name,
    twin: (task, _slot, size, ridge, offsets, columns, columnOffsets, rows, _scratch, tiles) => {
      const first = task * rowsPerTask;
      for (let row = first; row < first + rowsPerTask; row++) {
        const counts = new Float64Array(row + 1);
        if (row < size) {
          for (const column of columns.subarray(offsets[row], offsets[row + 1])) {
            const others = rows.subarray(columnOffsets[column], columnOffsets[column + 1]);
            for (const other of others) if (other <= row) counts[other]++;
          }
        }
        counts[row] = row < size ? counts[row] + ridge : 1;
        counts.forEach((count, column) => (tiles[cellPosition(row, column)] = count));
      }
    },
  };
}

const kernels = { float32: kernelOf("gramTiles32"), float64: kernelOf("gramTiles64") };

/**
 * The Gram matrix of the rows of a sparse matrix of ones, `[nRows x nRows]`: cell (a, b) is the number of
 * their common columns, plus `ridge` where a = b. `byRow` and `byColumn` are the same matrix. Throws
 * `E_COMPUTE_MEMORY`.
 */
export function sparseGram(
  pool: ComputePool,
  workspace: Workspace,
  byRow: SparseMatrix,
  byColumn: SparseMatrix,
  ridge: number,
  precision: "float32" | "float64",
): SymmetricTiles {
  const size = byRow.nRows;
  const nTiles = Math.ceil(size / tileSide);
  const values = workspace[precision](tilesLength(size));
  pool.run(
    kernels[precision],
    (nTiles * tileSide) / rowsPerTask,
    size,
    ridge,
    workspace.copyOf(byRow.offsets),
    workspace.copyOf(byRow.columns),
    workspace.copyOf(byColumn.offsets),
    workspace.copyOf(byColumn.columns),
    workspace.scratch(4 * nTiles * tileSide),
    values,
  );
  return { size, nTiles, values };
}
