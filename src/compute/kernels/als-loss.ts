import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import type { AlsRows } from "./als-rows.js";

const kernel: Kernel<
  [
    starts: Int32Array,
    offsets: Int32Array,
    columns: Int32Array,
    weights: Float32Array,
    base: number,
    width: number,
    rowFactors: Float32Array,
    columnFactors: Float32Array,
    losses: Float64Array,
  ]
> = {
  name: "alsLoss",
  twin: (
    task,
    _slot,
    starts,
    offsets,
    columns,
    weights,
    base,
    width,
    rowFactors,
    columnFactors,
    losses,
  ) => {
    let loss = 0;
    for (let row = starts[task]; row < starts[task + 1]; row++) {
      for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
        let score = 0;
        for (let at = 0; at < width; at++) {
          score += rowFactors[row * width + at] * columnFactors[columns[entry] * width + at];
        }
        loss += (weights[entry] + base) * (1 - score) ** 2 - base * score ** 2;
      }
    }
    losses[task] = loss;
  },
};

/** The loss over the entries alone. */
export type EntryLoss = (
  rows: AlsRows,
  base: number,
  rowFactors: Float32Array,
  columnFactors: Float32Array,
) => number;

/**
 * Sum over the entries of (w + base) (1 - s)^2 - base s^2, s the product of the entry's factors
 * (`[nRows x width]` and `[nColumns x width]`), for sides of at most `mostTasks` tasks.
 */
export function alsEntryLoss(
  pool: ComputePool,
  workspace: Workspace,
  width: number,
  mostTasks: number,
): EntryLoss {
  const losses = workspace.float64(mostTasks);
  return (rows, base, rowFactors, columnFactors) => {
    const { nTasks, starts, offsets, columns, values } = rows;
    pool.run(
      kernel,
      nTasks,
      starts,
      offsets,
      columns,
      values,
      base,
      width,
      rowFactors,
      columnFactors,
      losses,
    );
    let sum = 0;
    for (let task = 0; task < nTasks; task++) sum += losses[task];
    return sum;
  };
}
