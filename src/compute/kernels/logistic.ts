import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";

/** Values of one task; the compiled kernel has the same number. */
const valuesPerTask = 4096;

const kernel: Kernel<[nValues: number, values: Float32Array, results: Float32Array]> = {
  name: "logistic",
  twin: (task, _slot, nValues, values, results) => {
    const first = task * valuesPerTask;
    for (let at = first; at < Math.min(first + valuesPerTask, nValues); at++) {
      results[at] = logistic(values[at]);
    }
  },
};

/** 1 / (1 + e^-x), x cut to [-30, 30] as in the compiled kernels. */
export function logistic(x: number): number {
  return 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, x))));
}

/**
 * The logistic function of every value, into `results` of the same length; arrays in a workspace of
 * `pool`. The compiled exponential is the one that the kernels of pairwise learning use; the error of
 * the result is below 2e-7.
 */
export function logisticOf(pool: ComputePool, values: Float32Array, results: Float32Array): void {
  pool.run(kernel, Math.ceil(values.length / valuesPerTask), values.length, values, results);
}
