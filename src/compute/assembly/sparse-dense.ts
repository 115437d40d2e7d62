// Twin: src/compute/kernels/sparse-dense.ts, which says what the arguments are.

/** Rows of one task; the twin has the same number. */
const ROWS_PER_TASK: i32 = 64;

export function multiplySparseDense(
  task: i32,
  _slot: i32,
  nRows: i32,
  width: i32,
  offsets: usize,
  columns: usize,
  values: usize,
  dense: usize,
  hasBase: i32,
  base: usize,
  product: usize,
): void {
  const first = task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, nRows);
  const stride = (<usize>width) << 2;
  for (let row = first; row < last; row++) {
    const start = load<i32>(offsets + ((<usize>row) << 2));
    const end = load<i32>(offsets + ((<usize>(row + 1)) << 2));
    const target = product + <usize>row * stride;
    const origin = hasBase ? base + <usize>row * stride : 0;
    let at: i32 = 0;
    // Sixteen columns of the product at a time stay in registers over all entries of the row.
    for (; at + 16 <= width; at += 16) {
      addPanel(
        start,
        end,
        columns,
        values,
        dense + ((<usize>at) << 2),
        stride,
        hasBase ? origin + ((<usize>at) << 2) : 0,
        target + ((<usize>at) << 2),
      );
    }
    for (; at < width; at++) {
      let sum: f32 = hasBase ? load<f32>(origin + ((<usize>at) << 2)) : 0;
      for (let entry = start; entry < end; entry++) {
        const column = <usize>load<i32>(columns + ((<usize>entry) << 2));
        const value = load<f32>(values + ((<usize>entry) << 2));
        sum += value * load<f32>(dense + column * stride + ((<usize>at) << 2));
      }
      store<f32>(target + ((<usize>at) << 2), sum);
    }
  }
}

function addPanel(
  start: i32,
  end: i32,
  columns: usize,
  values: usize,
  dense: usize,
  stride: usize,
  origin: usize,
  target: usize,
): void {
  let a = f32x4.splat(0);
  let b = f32x4.splat(0);
  let c = f32x4.splat(0);
  let d = f32x4.splat(0);
  if (origin !== 0) {
    a = v128.load(origin);
    b = v128.load(origin, 16);
    c = v128.load(origin, 32);
    d = v128.load(origin, 48);
  }
  for (let entry = (<usize>start) << 2, stop = (<usize>end) << 2; entry < stop; entry += 4) {
    const source = dense + <usize>load<i32>(columns + entry) * stride;
    const value = v128.load_splat<f32>(values + entry);
    a = f32x4.add(a, f32x4.mul(value, v128.load(source)));
    b = f32x4.add(b, f32x4.mul(value, v128.load(source, 16)));
    c = f32x4.add(c, f32x4.mul(value, v128.load(source, 32)));
    d = f32x4.add(d, f32x4.mul(value, v128.load(source, 48)));
  }
  v128.store(target, a);
  v128.store(target, b, 16);
  v128.store(target, c, 32);
  v128.store(target, d, 48);
}
