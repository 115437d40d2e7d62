// The inner loop of attention over rows: every product in it is made of the same tile.

/**
 * `target[4 x 8] (+)= sum over `count` k of left[r][k] times right[k][0 .. 7]`, r from 0 to 3: rows of left are
 * `leftStep` bytes apart and its columns `leftStride`, so that it can be read turned. `isFresh` starts from 0
 * and not from what is in the target.
 */
export function addTile(
  left: usize,
  leftStep: usize,
  leftStride: usize,
  right: usize,
  rightStride: usize,
  count: i32,
  target: usize,
  targetStride: usize,
  isFresh: bool,
): void {
  let a0 = f32x4.splat(0);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  const second = target + targetStride;
  const third = second + targetStride;
  const fourth = third + targetStride;
  if (!isFresh) {
    a0 = v128.load(target);
    a1 = v128.load(target, 16);
    b0 = v128.load(second);
    b1 = v128.load(second, 16);
    c0 = v128.load(third);
    c1 = v128.load(third, 16);
    d0 = v128.load(fourth);
    d1 = v128.load(fourth, 16);
  }
  const twice = leftStep << 1;
  const thrice = twice + leftStep;
  for (; count > 0; count--, left += leftStride, right += rightStride) {
    const low = v128.load(right);
    const high = v128.load(right, 16);
    let value = v128.load_splat<f32>(left);
    a0 = f32x4.add(a0, f32x4.mul(value, low));
    a1 = f32x4.add(a1, f32x4.mul(value, high));
    value = v128.load_splat<f32>(left + leftStep);
    b0 = f32x4.add(b0, f32x4.mul(value, low));
    b1 = f32x4.add(b1, f32x4.mul(value, high));
    value = v128.load_splat<f32>(left + twice);
    c0 = f32x4.add(c0, f32x4.mul(value, low));
    c1 = f32x4.add(c1, f32x4.mul(value, high));
    value = v128.load_splat<f32>(left + thrice);
    d0 = f32x4.add(d0, f32x4.mul(value, low));
    d1 = f32x4.add(d1, f32x4.mul(value, high));
  }
  v128.store(target, a0);
  v128.store(target, a1, 16);
  v128.store(second, b0);
  v128.store(second, b1, 16);
  v128.store(third, c0);
  v128.store(third, c1, 16);
  v128.store(fourth, d0);
  v128.store(fourth, d1, 16);
}
