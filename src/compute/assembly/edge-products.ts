// Twin: src/compute/kernels/edge-products.ts, which says what the arguments are.

/** Rows of one task; the twin has the same number. */
const ROWS_PER_TASK: i32 = 64;

export function edgeProducts(
  task: i32,
  _slot: i32,
  nRows: i32,
  width: i32,
  offsets: usize,
  columns: usize,
  left: usize,
  right: usize,
  products: usize,
): void {
  const first = task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, nRows);
  const stride = (<usize>width) << 2;
  const whole = (<usize>(width & ~3)) << 2;
  for (let row = first; row < last; row++) {
    const end = load<i32>(offsets + ((<usize>(row + 1)) << 2));
    const own = left + <usize>row * stride;
    for (let entry = load<i32>(offsets + ((<usize>row) << 2)); entry < end; entry++) {
      const other = right + <usize>load<i32>(columns + ((<usize>entry) << 2)) * stride;
      let sums = f32x4.splat(0);
      for (let at: usize = 0; at < whole; at += 16) {
        sums = f32x4.add(sums, f32x4.mul(v128.load(own + at), v128.load(other + at)));
      }
      let sum = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
      sum += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
      for (let at = whole; at < stride; at += 4) {
        sum += load<f32>(own + at) * load<f32>(other + at);
      }
      store<f32>(products + ((<usize>entry) << 2), sum);
    }
  }
}
