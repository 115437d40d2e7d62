// Twin: src/compute/kernels/weighted-sums.ts, which says what the arguments are.

/** Four rows of weights and four columns of values at a time: eight sums of two lanes. */
export function weightedSums(
  task: i32,
  _slot: i32,
  n: i32,
  nPanels: i32,
  weights: usize,
  panels: usize,
  sums: usize,
): void {
  const panel = task % nPanels;
  const row = (task / nPanels) << 2;
  const stride = (<usize>n) << 3;
  let values = panels + ((<usize>panel * <usize>n) << 5);
  const first = weights + <usize>row * stride;
  let a0 = f64x2.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const end = first + stride;
  const second = first + stride;
  const third = second + stride;
  const fourth = third + stride;
  for (let at: usize = 0; first + at < end; at += 8, values += 32) {
    const low = v128.load(values);
    const high = v128.load(values, 16);
    let weight = v128.load_splat<f64>(first + at);
    a0 = f64x2.add(a0, f64x2.mul(weight, low));
    a1 = f64x2.add(a1, f64x2.mul(weight, high));
    weight = v128.load_splat<f64>(second + at);
    b0 = f64x2.add(b0, f64x2.mul(weight, low));
    b1 = f64x2.add(b1, f64x2.mul(weight, high));
    weight = v128.load_splat<f64>(third + at);
    c0 = f64x2.add(c0, f64x2.mul(weight, low));
    c1 = f64x2.add(c1, f64x2.mul(weight, high));
    weight = v128.load_splat<f64>(fourth + at);
    d0 = f64x2.add(d0, f64x2.mul(weight, low));
    d1 = f64x2.add(d1, f64x2.mul(weight, high));
  }
  const width = (<usize>nPanels) << 5;
  const target = sums + <usize>row * width + ((<usize>panel) << 5);
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(target + width, b0);
  v128.store(target + width, b1, 16);
  v128.store(target + 2 * width, c0);
  v128.store(target + 2 * width, c1, 16);
  v128.store(target + 3 * width, d0);
  v128.store(target + 3 * width, d1, 16);
}
