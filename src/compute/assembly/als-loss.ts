// Twin: src/compute/kernels/als-loss.ts, which says what the arguments are.

export function alsLoss(
  task: i32,
  _slot: i32,
  starts: usize,
  offsets: usize,
  columns: usize,
  weights: usize,
  base: f32,
  width: i32,
  rowFactors: usize,
  columnFactors: usize,
  losses: usize,
): void {
  const stride = (<usize>width) << 2;
  const last = load<i32>(starts + ((<usize>(task + 1)) << 2));
  let loss: f64 = 0;
  for (let row = load<i32>(starts + ((<usize>task) << 2)); row < last; row++) {
    const own = rowFactors + <usize>row * stride;
    const start = (<usize>load<i32>(offsets + ((<usize>row) << 2))) << 2;
    const end = (<usize>load<i32>(offsets + ((<usize>row) << 2), 4)) << 2;
    for (let entry = start; entry < end; entry += 4) {
      const other = columnFactors + <usize>load<i32>(columns + entry) * stride;
      let sums = f32x4.splat(0);
      for (let at: usize = 0; at < stride; at += 16) {
        sums = f32x4.add(sums, f32x4.mul(v128.load(own + at), v128.load(other + at)));
      }
      const score = <f64>(
        (f32x4.extract_lane(sums, 0) +
          f32x4.extract_lane(sums, 1) +
          (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3)))
      );
      const weight = <f64>load<f32>(weights + entry) + <f64>base;
      loss += weight * (1 - score) * (1 - score) - <f64>base * score * score;
    }
  }
  store<f64>(losses + ((<usize>task) << 3), loss);
}
