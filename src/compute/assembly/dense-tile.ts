// The innermost loop of the inverse of a dense matrix, in single (T = f32) and double precision.

/** Rows and columns of a tile; the twins have the same number. */
export const TILE: i32 = 128;

/** Bytes of the packed rows that are added at a time: 8 numbers of 4 bytes or 4 of 8. */
export const WIDE: usize = 32;

/**
 * `target[4 x wide] += (or -=) sum over the TILE k of left[k][0 .. 3] times right[k][0 .. wide - 1]`. Left is
 * packed four numbers after four; rows of right are `rightStep` bytes apart, of target `targetStep`.
 */
export function addPanels<T>(
  left: usize,
  right: usize,
  rightStep: usize,
  target: usize,
  targetStep: usize,
  negative: bool,
): void {
  const size = sizeof<T>();
  let a0 = v128.splat<T>(0 as T);
  let a1 = a0;
  let b0 = a0;
  let b1 = a0;
  let c0 = a0;
  let c1 = a0;
  let d0 = a0;
  let d1 = a0;
  for (let k = 0; k < TILE; k += 2) {
    let low = v128.load(right);
    let high = v128.load(right, 16);
    let value = v128.load_splat<T>(left);
    a0 = v128.add<T>(a0, v128.mul<T>(value, low));
    a1 = v128.add<T>(a1, v128.mul<T>(value, high));
    value = v128.load_splat<T>(left + size);
    b0 = v128.add<T>(b0, v128.mul<T>(value, low));
    b1 = v128.add<T>(b1, v128.mul<T>(value, high));
    value = v128.load_splat<T>(left + 2 * size);
    c0 = v128.add<T>(c0, v128.mul<T>(value, low));
    c1 = v128.add<T>(c1, v128.mul<T>(value, high));
    value = v128.load_splat<T>(left + 3 * size);
    d0 = v128.add<T>(d0, v128.mul<T>(value, low));
    d1 = v128.add<T>(d1, v128.mul<T>(value, high));
    right += rightStep;
    // The same once more: half as many turns of the loop.
    low = v128.load(right);
    high = v128.load(right, 16);
    value = v128.load_splat<T>(left + 4 * size);
    a0 = v128.add<T>(a0, v128.mul<T>(value, low));
    a1 = v128.add<T>(a1, v128.mul<T>(value, high));
    value = v128.load_splat<T>(left + 5 * size);
    b0 = v128.add<T>(b0, v128.mul<T>(value, low));
    b1 = v128.add<T>(b1, v128.mul<T>(value, high));
    value = v128.load_splat<T>(left + 6 * size);
    c0 = v128.add<T>(c0, v128.mul<T>(value, low));
    c1 = v128.add<T>(c1, v128.mul<T>(value, high));
    value = v128.load_splat<T>(left + 7 * size);
    d0 = v128.add<T>(d0, v128.mul<T>(value, low));
    d1 = v128.add<T>(d1, v128.mul<T>(value, high));
    right += rightStep;
    left += 8 * size;
  }
  if (negative) {
    subtractRow<T>(target, a0, a1);
    subtractRow<T>(target + targetStep, b0, b1);
    subtractRow<T>(target + 2 * targetStep, c0, c1);
    subtractRow<T>(target + 3 * targetStep, d0, d1);
  } else {
    addRow<T>(target, a0, a1);
    addRow<T>(target + targetStep, b0, b1);
    addRow<T>(target + 2 * targetStep, c0, c1);
    addRow<T>(target + 3 * targetStep, d0, d1);
  }
}

function addRow<T>(target: usize, low: v128, high: v128): void {
  v128.store(target, v128.add<T>(v128.load(target), low));
  v128.store(target, v128.add<T>(v128.load(target, 16), high), 16);
}

function subtractRow<T>(target: usize, low: v128, high: v128): void {
  v128.store(target, v128.sub<T>(v128.load(target), low));
  v128.store(target, v128.sub<T>(v128.load(target, 16), high), 16);
}
