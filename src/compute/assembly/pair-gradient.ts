// Twins: src/compute/kernels/pair-gradient.ts, which says what the arguments are.

/** Rows of one task; the twins have the same number. */
const ROWS_PER_TASK: i32 = 32;

export function addPairGradient(
  task: i32,
  _slot: i32,
  nRows: i32,
  width: i32,
  scale: f32,
  rows: usize,
  offsets: usize,
  samples: usize,
  sources: usize,
  coefficients: usize,
  table: usize,
  gradient: usize,
): void {
  const first = task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, nRows);
  const stride = (<usize>width) << 2;
  for (let row = first; row < last; row++) {
    const place = (<usize>row) << 2;
    const target = gradient + <usize>load<i32>(rows + place) * stride;
    const end = (<usize>load<i32>(offsets + place, 4)) << 2;
    for (let entry = (<usize>load<i32>(offsets + place)) << 2; entry < end; entry += 4) {
      const sample = load<i32>(samples + entry);
      const factor =
        sample < 0
          ? -scale * load<f32>(coefficients + ((<usize>~sample) << 2))
          : scale * load<f32>(coefficients + ((<usize>sample) << 2));
      addRow(target, factor, table + <usize>load<i32>(sources + entry) * stride, width);
    }
  }
}

export function addPairDecay(
  task: i32,
  _slot: i32,
  nRows: i32,
  width: i32,
  rows: usize,
  factors: usize,
  table: usize,
  gradient: usize,
): void {
  const first = task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, nRows);
  const stride = (<usize>width) << 2;
  for (let row = first; row < last; row++) {
    const place = (<usize>row) << 2;
    const from = <usize>load<i32>(rows + place) * stride;
    addRow(gradient + from, load<f32>(factors + place), table + from, width);
  }
}

export function pairSquares(
  task: i32,
  _slot: i32,
  nRows: i32,
  width: i32,
  rows: usize,
  table: usize,
  squares: usize,
): void {
  const first = task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, nRows);
  for (let row = first; row < last; row++) {
    const place = (<usize>row) << 2;
    const from = table + ((<usize>load<i32>(rows + place) * <usize>width) << 2);
    let sum: f64 = 0;
    for (let at: i32 = 0; at < width; at++) {
      const value = <f64>load<f32>(from + ((<usize>at) << 2));
      sum += value * value;
    }
    store<f64>(squares + (place << 1), sum);
  }
}

function addRow(target: usize, factor: f32, source: usize, width: i32): void {
  const factors = f32x4.splat(factor);
  let at: i32 = 0;
  for (; at + 4 <= width; at += 4) {
    const place = (<usize>at) << 2;
    const product = f32x4.mul(factors, v128.load(source + place));
    v128.store(target + place, f32x4.add(v128.load(target + place), product));
  }
  for (; at < width; at++) {
    const place = (<usize>at) << 2;
    store<f32>(target + place, load<f32>(target + place) + factor * load<f32>(source + place));
  }
}
