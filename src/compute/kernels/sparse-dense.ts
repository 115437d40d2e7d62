import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";

/** Rows of one task; the compiled kernel has the same number. */
const rowsPerTask = 64;

/** `product[row] = base[row] + sum over entries of value * dense[column]`, in the order of the entries. */
const kernel: Kernel<
  [
    nRows: number,
    width: number,
    offsets: Int32Array,
    columns: Int32Array,
    values: Float32Array,
    dense: Float32Array,
    hasBase: number,
    base: Float32Array,
    product: Float32Array,
  ]
> = {
  name: "multiplySparseDense",
  twin: (task, _slot, nRows, width, offsets, columns, values, dense, hasBase, base, product) => {
    const first = task * rowsPerTask;
    for (let row = first; row < Math.min(first + rowsPerTask, nRows); row++) {
      const target = product.subarray(row * width, (row + 1) * width);
      if (hasBase === 1) target.set(base.subarray(row * width, (row + 1) * width));
      else target.fill(0);
      for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
        const source = columns[entry] * width;
        for (let at = 0; at < width; at++) target[at] += values[entry] * dense[source + at];
      }
    }
  },
};

/** A sparse matrix whose arrays are in a workspace, of the shapes that `SparseMatrix` has. */
export interface SparseOperand {
  readonly nRows: number;
  readonly offsets: Int32Array;
  readonly columns: Int32Array;
  readonly values: Float32Array;
}

/**
 * Sparse times dense: `sparse` `[nRows x nColumns]`, `dense` `[nColumns x width]`, `product`
 * `[nRows x width]`, which is overwritten by the product, plus `base` `[nRows x width]` if there is one; all
 * arrays in a workspace of `pool`. `product` must be another array than `dense`.
 */
export function multiplySparseDense(
  pool: ComputePool,
  sparse: SparseOperand,
  dense: Float32Array,
  width: number,
  product: Float32Array,
  base?: Float32Array,
): void {
  const { nRows, offsets, columns, values } = sparse;
  const nTasks = Math.ceil(nRows / rowsPerTask);
  const start = [base === undefined ? 0 : 1, base ?? product] as const;
  pool.run(kernel, nTasks, nRows, width, offsets, columns, values, dense, ...start, product);
}
