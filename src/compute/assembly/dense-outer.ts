// The innermost loop of the Gram matrices, of the normal equations and of their Cholesky factors.

/**
 * `target[4 x 8] += (or -=) sum over `count` rows k of left[k][0 .. 3] times right[k][0 .. 7]`. Rows of
 * both sides are `stride` bytes apart. The sum is made from 0 and then added, so that long sums are
 * made of short ones.
 */
export function addOuter(
  left: usize,
  right: usize,
  count: i32,
  stride: usize,
  target: usize,
  targetStride: usize,
  negative: bool,
): void {
  let a0 = f32x4.splat(0);
  let a1 = f32x4.splat(0);
  let b0 = f32x4.splat(0);
  let b1 = f32x4.splat(0);
  let c0 = f32x4.splat(0);
  let c1 = f32x4.splat(0);
  let d0 = f32x4.splat(0);
  let d1 = f32x4.splat(0);
  for (; count > 0; count--, left += stride, right += stride) {
    const low = v128.load(right);
    const high = v128.load(right, 16);
    let value = v128.load_splat<f32>(left);
    a0 = f32x4.add(a0, f32x4.mul(value, low));
    a1 = f32x4.add(a1, f32x4.mul(value, high));
    value = v128.load_splat<f32>(left, 4);
    b0 = f32x4.add(b0, f32x4.mul(value, low));
    b1 = f32x4.add(b1, f32x4.mul(value, high));
    value = v128.load_splat<f32>(left, 8);
    c0 = f32x4.add(c0, f32x4.mul(value, low));
    c1 = f32x4.add(c1, f32x4.mul(value, high));
    value = v128.load_splat<f32>(left, 12);
    d0 = f32x4.add(d0, f32x4.mul(value, low));
    d1 = f32x4.add(d1, f32x4.mul(value, high));
  }
  if (negative) {
    a0 = f32x4.neg(a0);
    a1 = f32x4.neg(a1);
    b0 = f32x4.neg(b0);
    b1 = f32x4.neg(b1);
    c0 = f32x4.neg(c0);
    c1 = f32x4.neg(c1);
    d0 = f32x4.neg(d0);
    d1 = f32x4.neg(d1);
  }
  addRow(target, a0, a1);
  addRow(target + targetStride, b0, b1);
  addRow(target + 2 * targetStride, c0, c1);
  addRow(target + 3 * targetStride, d0, d1);
}

function addRow(target: usize, low: v128, high: v128): void {
  v128.store(target, f32x4.add(v128.load(target), low));
  v128.store(target, f32x4.add(v128.load(target, 16), high), 16);
}

/**
 * The upper triangle of `target[width x width] += sum over `count` rows k of left[k] right[k]^T`; some
 * cells below it are written too. `width` is a multiple of 8.
 */
export function addOuterTriangle(
  left: usize,
  right: usize,
  count: i32,
  width: i32,
  target: usize,
): void {
  const stride = (<usize>width) << 2;
  for (let row = 0; row < width; row += 4) {
    for (let column = row & ~7; column < width; column += 8) {
      const at = (<usize>column) << 2;
      const own = target + <usize>row * stride + at;
      addOuter(left + ((<usize>row) << 2), right + at, count, stride, own, stride, false);
    }
  }
}
