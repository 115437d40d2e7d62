// Twin: src/compute/kernels/gram-factors.ts, which says what the arguments are.
import { addOuterTriangle } from "./dense-outer";

/** Rows that one sum in single precision is made of. */
const ROWS_PER_SUM: i32 = 128;

export function gramPartials(
  task: i32,
  _slot: i32,
  nRows: i32,
  width: i32,
  rowsPerTask: i32,
  factors: usize,
  partials: usize,
): void {
  const last = min((task + 1) * rowsPerTask, nRows);
  const bytes = (<usize>(width * width)) << 2;
  const target = partials + <usize>task * bytes;
  memory.fill(target, 0, bytes);
  for (let row = task * rowsPerTask; row < last; row += ROWS_PER_SUM) {
    const rows = factors + ((<usize>row * <usize>width) << 2);
    addOuterTriangle(rows, rows, min(ROWS_PER_SUM, last - row), width, target);
  }
}
