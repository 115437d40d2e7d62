import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";

/** Rows of weights of one task, and columns of one panel; the compiled kernel has the same number. */
const tile = 4;

/** `sums[row][column] = sum over i of weights[row][i] * values[column][i]`, i ascending, in double precision. */
const kernel: Kernel<
  [n: number, nPanels: number, weights: Float64Array, panels: Float64Array, sums: Float64Array]
> = {
  name: "weightedSums",
  twin: (task, _slot, n, nPanels, weights, panels, sums) => {
    const panel = task % nPanels;
    const first = tile * Math.floor(task / nPanels);
    for (let row = first; row < first + tile; row++) {
      for (let lane = 0; lane < tile; lane++) {
        let sum = 0;
        for (let at = 0; at < n; at++) {
          sum += weights[row * n + at] * panels[(panel * n + at) * tile + lane];
        }
        sums[(row * nPanels + panel) * tile + lane] = sum;
      }
    }
  },
};

/** Columns of equal length `n` in a workspace, as the kernel reads them. */
export interface ColumnPanels {
  readonly n: number;
  /** Columns over four, rounded up. */
  readonly nPanels: number;
  /** `[nPanels x n x 4]`, zeros where there is no column. */
  readonly values: Float64Array;
}

/** Copies columns of one length into `workspace`; throws `E_COMPUTE_MEMORY`. */
export function columnPanels(workspace: Workspace, columns: readonly Float64Array[]): ColumnPanels {
  const n = columns[0].length;
  const nPanels = Math.ceil(columns.length / tile);
  const values = workspace.float64(nPanels * n * tile);
  columns.forEach((column, index) => {
    const lane = index % tile;
    const start = (index - lane) * n + lane;
    for (let at = 0; at < n; at++) values[start + at * tile] = column[at];
  });
  return { n, nPanels, values };
}

/**
 * Sums of every column under every row of `weights` `[nRows x n]`, `nRows` a multiple of four, to `sums`
 * `[nRows x 4 nPanels]`: the same bits as a plain loop gives. All arrays in a workspace of `pool`.
 */
export function weightedSums(
  pool: ComputePool,
  { n, nPanels, values }: ColumnPanels,
  nRows: number,
  weights: Float64Array,
  sums: Float64Array,
): void {
  pool.run(kernel, nPanels * (nRows / tile), n, nPanels, weights, values, sums);
}
