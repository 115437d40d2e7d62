// Twin: src/compute/kernels/logistic.ts, which says what the arguments are.

/** Values of one task; the twin has the same number. */
const VALUES_PER_TASK: i32 = 4096;

export function logistic(task: i32, _slot: i32, nValues: i32, values: usize, results: usize): void {
  const first = task * VALUES_PER_TASK;
  const last = min(first + VALUES_PER_TASK, nValues);
  for (let at = (<usize>first) << 2, end = (<usize>last) << 2; at < end; at += 4) {
    const e = exponential(-load<f32>(values + at));
    store<f32>(results + at, 1 / (1 + e));
  }
}

/**
 * e^x for x cut to [-30, 30]: x = n ln 2 + y with |y| <= (ln 2) / 2, e^y by its series up to y^6, 2^n
 * through the exponent's bits. Relative error below 4e-7; NaN stays NaN.
 */
export function exponential(value: f32): f32 {
  const x = max<f32>(-30, min<f32>(30, value));
  const n = nearest<f32>(x * 1.44269504);
  // ln 2 in two parts, so that n times the first is exact.
  const y = x - n * 0.693359375 - n * -2.1219444e-4;
  let sum: f32 = 1 / 720.0;
  sum = sum * y + <f32>(1 / 120.0);
  sum = sum * y + <f32>(1 / 24.0);
  sum = sum * y + <f32>(1 / 6.0);
  sum = sum * y + 0.5;
  sum = sum * y + 1;
  sum = sum * y + 1;
  return sum * reinterpret<f32>((<i32>n + 127) << 23);
}
