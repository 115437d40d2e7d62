import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";

/** Rows of one task; the compiled kernels have the same number. */
const rowsPerTask = 32;

/** Adds to each row, for its entries, plus or minus scale * coefficient[sample] * table[source]. */
const gradientKernel: Kernel<
  [
    nRows: number,
    width: number,
    scale: number,
    rows: Int32Array,
    offsets: Int32Array,
    samples: Int32Array,
    sources: Int32Array,
    coefficients: Float32Array,
    table: Float32Array,
    gradient: Float32Array,
  ]
> = {
  name: "addPairGradient",
  twin: (task, _slot, nRows, width, scale, rows, offsets, ...arrays) => {
    const [samples, sources, coefficients, table, gradient] = arrays;
    for (let row = task * rowsPerTask; row < Math.min((task + 1) * rowsPerTask, nRows); row++) {
      for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
        const sample = samples[entry];
        const factor = sample < 0 ? -coefficients[~sample] : coefficients[sample];
        for (let at = 0; at < width; at++) {
          gradient[rows[row] * width + at] += scale * factor * table[sources[entry] * width + at];
        }
      }
    }
  },
};

/** gradient[row] += factor * table[row] */
const decayKernel: Kernel<
  [
    nRows: number,
    width: number,
    rows: Int32Array,
    factors: Float32Array,
    table: Float32Array,
    gradient: Float32Array,
  ]
> = {
  name: "addPairDecay",
  twin: (task, _slot, nRows, width, rows, factors, table, gradient) => {
    for (let row = task * rowsPerTask; row < Math.min((task + 1) * rowsPerTask, nRows); row++) {
      for (let at = rows[row] * width; at < (rows[row] + 1) * width; at++) {
        gradient[at] += factors[row] * table[at];
      }
    }
  },
};

/** squares[row] = |table[row]|^2, in double precision. */
const squaresKernel: Kernel<
  [nRows: number, width: number, rows: Int32Array, table: Float32Array, squares: Float64Array]
> = {
  name: "pairSquares",
  twin: (task, _slot, nRows, width, rows, table, squares) => {
    for (let row = task * rowsPerTask; row < Math.min((task + 1) * rowsPerTask, nRows); row++) {
      squares[row] = 0;
      for (const value of table.subarray(rows[row] * width, (rows[row] + 1) * width)) {
        squares[row] += value * value;
      }
    }
  },
};

/** The samples of a batch by the row of a table that they touch, in a workspace. */
export interface PairGroups {
  /** `[nRows]` the rows, each once. */
  readonly rows: Int32Array;
  /** `[nRows + 1]` where each row's entries are. */
  readonly offsets: Int32Array;
  /** `[nEntries]` the sample; its complement (`~sample`) where the entry counts negatively. */
  readonly samples: Int32Array;
  /** `[nEntries]` the row of the other table. */
  readonly sources: Int32Array;
}

/**
 * Adds to `gradient` `[. x width]`, for each entry of each group, `scale` times the sample's coefficient
 * times (minus where the entry counts negatively) the entry's row of `table` `[. x width]`. A row's
 * terms are added in the order of its entries.
 */
export function addPairGradient(
  pool: ComputePool,
  { rows, offsets, samples, sources }: PairGroups,
  coefficients: Float32Array,
  scale: number,
  table: Float32Array,
  width: number,
  gradient: Float32Array,
): void {
  pool.run(
    gradientKernel,
    Math.ceil(rows.length / rowsPerTask),
    rows.length,
    width,
    scale,
    rows,
    offsets,
    samples,
    sources,
    coefficients,
    table,
    gradient,
  );
}

/** Adds `factors[k] * table[rows[k]]` to row `rows[k]` of `gradient`, for each of `rows`. */
export function addPairDecay(
  pool: ComputePool,
  rows: Int32Array,
  factors: Float32Array,
  table: Float32Array,
  width: number,
  gradient: Float32Array,
): void {
  const nTasks = Math.ceil(rows.length / rowsPerTask);
  pool.run(decayKernel, nTasks, rows.length, width, rows, factors, table, gradient);
}

/** Writes the squared length of row `rows[k]` of `table` to `squares[k]`. */
export function pairSquares(
  pool: ComputePool,
  rows: Int32Array,
  table: Float32Array,
  width: number,
  squares: Float64Array,
): void {
  const nTasks = Math.ceil(rows.length / rowsPerTask);
  pool.run(squaresKernel, nTasks, rows.length, width, rows, table, squares);
}
