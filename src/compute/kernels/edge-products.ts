import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { SparseOperand } from "./sparse-dense.js";

/** Rows of one task; the compiled kernel has the same number. */
const rowsPerTask = 64;

/** `products[entry] = left[row] . right[column]` */
const kernel: Kernel<
  [
    nRows: number,
    width: number,
    offsets: Int32Array,
    columns: Int32Array,
    left: Float32Array,
    right: Float32Array,
    products: Float32Array,
  ]
> = {
  name: "edgeProducts",
  twin: (task, _slot, nRows, width, offsets, columns, left, right, products) => {
    const first = task * rowsPerTask;
    for (let row = first; row < Math.min(first + rowsPerTask, nRows); row++) {
      for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
        let sum = 0;
        for (let at = 0; at < width; at++) {
          sum += left[row * width + at] * right[columns[entry] * width + at];
        }
        products[entry] = sum;
      }
    }
  },
};

/**
 * Products of rows along the entries of a sparse matrix: `left` `[nRows x width]`, `right`
 * `[nColumns x width]`; `products` `[nnz]` is overwritten. All arrays in a workspace of `pool`; the values
 * of `sparse` do not matter.
 */
export function edgeProducts(
  pool: ComputePool,
  { nRows, offsets, columns }: Pick<SparseOperand, "nRows" | "offsets" | "columns">,
  left: Float32Array,
  right: Float32Array,
  width: number,
  products: Float32Array,
): void {
  const nTasks = Math.ceil(nRows / rowsPerTask);
  pool.run(kernel, nTasks, nRows, width, offsets, columns, left, right, products);
}
