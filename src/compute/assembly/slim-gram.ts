// Twin: src/compute/kernels/slim-gram.ts, which says what the arguments are.

/** Rows of one task; the twin has the same number. */
const ROWS_PER_TASK: i32 = 16;

export function slimGram(
  task: i32,
  _slot: i32,
  nRows: i32,
  rowOffsets: usize,
  rowColumns: usize,
  columnOffsets: usize,
  columnRows: usize,
  gram: usize,
): void {
  const first = task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, nRows);
  const stride = (<usize>nRows) << 2;
  for (let row = first; row < last; row++) {
    const target = gram + <usize>row * stride;
    memory.fill(target, 0, stride);
    const end = rowColumns + ((<usize>load<i32>(rowOffsets + ((<usize>row) << 2), 4)) << 2);
    let entry = rowColumns + ((<usize>load<i32>(rowOffsets + ((<usize>row) << 2))) << 2);
    for (; entry < end; entry += 4) {
      const column = columnOffsets + ((<usize>load<i32>(entry)) << 2);
      let at = columnRows + ((<usize>load<i32>(column)) << 2);
      const stop = columnRows + ((<usize>load<i32>(column, 4)) << 2);
      for (; at < stop; at += 4) {
        const place = target + ((<usize>load<i32>(at)) << 2);
        store<f32>(place, load<f32>(place) + 1);
      }
    }
  }
}
