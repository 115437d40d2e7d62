import type { SparseOperand } from "./sparse-dense.js";
import type { Workspace } from "../pool/workspace.js";

/** Work of a task, in entries; a row counts as 32 more. */
const workPerTask = 4096;
const workPerRow = 32;

/** Rows of a side, to be solved one by one. */
export interface AlsRows extends SparseOperand {
  /** `[nRows]` what is added to the diagonal of the row's system. */
  readonly ridges: Float32Array;
  readonly nTasks: number;
  /** `[nTasks + 1]` first row of each task. */
  readonly starts: Int32Array;
}

/** Copies a side into `workspace` and divides its rows into tasks of about the same work. */
export function alsRows(workspace: Workspace, side: Omit<AlsRows, "nTasks" | "starts">): AlsRows {
  const starts = taskStarts(side.offsets, side.nRows);
  return {
    nRows: side.nRows,
    offsets: workspace.copyOf(side.offsets),
    columns: workspace.copyOf(side.columns),
    values: workspace.copyOf(side.values),
    ridges: workspace.copyOf(side.ridges),
    nTasks: starts.length - 1,
    starts: workspace.copyOf(starts),
  };
}

/** `[nTasks + 1]` consecutive ranges of rows, each ended by the row with which its work is done. */
export function taskStarts(offsets: Int32Array, nRows: number): Int32Array {
  const starts = [0];
  let work = 0;
  for (let row = 0; row < nRows; row++) {
    work += offsets[row + 1] - offsets[row] + workPerRow;
    if (work < workPerTask && row + 1 < nRows) continue;
    starts.push(row + 1);
    work = 0;
  }
  return Int32Array.from(starts);
}

/** Numbers of a row of factors in memory: whole vectors of 8, zeros behind the last factor. */
export function paddedWidth(nFactors: number): number {
  return Math.ceil(nFactors / 8) * 8;
}

/** What a row's system is made of, besides the row itself. */
export interface AlsSystem {
  readonly nFactors: number;
  /** {@link paddedWidth} of `nFactors`. */
  readonly width: number;
  /** `[nColumns x width]` factors of the other side. */
  readonly factors: Float32Array;
  /** `[width x width]` sum over all columns c of unobservedWeight * y_c y_c^T. */
  readonly gram: Float32Array;
  /** Added to an entry's weight on the right-hand side. */
  readonly base: number;
}
