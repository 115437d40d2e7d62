// Symmetric positive definite systems of a few hundred unknowns, for the kernels of one row at a time.
import { addOuter } from "./dense-outer";

/**
 * Replaces the upper triangle of `matrix` `[width x width]` by U with U^T U = matrix, in single
 * precision; `width` is a multiple of 8. Not positive definite: not a number.
 */
export function choleskyFactor(matrix: usize, width: i32): void {
  const stride = (<usize>width) << 2;
  for (let row = 0; row < width; row += 4) {
    const own = matrix + <usize>row * stride;
    for (let column = row & ~7; column < width; column += 8) {
      const at = (<usize>column) << 2;
      const left = matrix + ((<usize>row) << 2);
      addOuter(left, matrix + at, row, stride, own + at, stride, true);
    }
    for (let pivot = 0; pivot < 4; pivot++) finishRow(own, row, pivot, width);
  }
}

/** Divides row `first + pivot` by the root of its pivot and takes it off the rows below in the block. */
function finishRow(block: usize, first: i32, pivot: i32, width: i32): void {
  const stride = (<usize>width) << 2;
  const own = block + <usize>pivot * stride;
  const diagonal = (<usize>(first + pivot)) << 2;
  const scale = f32x4.splat(1 / Mathf.sqrt(load<f32>(own + diagonal)));
  const start = (<usize>(first & ~3)) << 2;
  for (let at = start; at < stride; at += 16) {
    v128.store(own + at, f32x4.mul(v128.load(own + at), scale));
  }
  for (let below = pivot + 1; below < 4; below++) {
    const factor = v128.load_splat<f32>(own + ((<usize>(first + below)) << 2));
    const target = block + <usize>below * stride;
    for (let at = start; at < stride; at += 16) {
      const product = f32x4.mul(factor, v128.load(own + at));
      v128.store(target + at, f32x4.sub(v128.load(target + at), product));
    }
  }
}

/** Replaces `vector` `[width]` by the solution x of U^T U x = vector. */
export function choleskySolve(matrix: usize, width: i32, vector: usize): void {
  const stride = (<usize>width) << 2;
  for (let row = 0; row < width; row++) {
    const own = matrix + <usize>row * stride;
    const place = (<usize>row) << 2;
    const value = load<f32>(vector + place) / load<f32>(own + place);
    store<f32>(vector + place, value);
    // The cells up to the diagonal in its block of four are put back below.
    const block = place & ~15;
    const kept = v128.load(vector + block);
    const factor = f32x4.splat(value);
    for (let at = block; at < stride; at += 16) {
      const product = f32x4.mul(factor, v128.load(own + at));
      v128.store(vector + at, f32x4.sub(v128.load(vector + at), product));
    }
    putBack(vector + block, kept, row & 3);
  }
  for (let row = width - 1; row >= 0; row--) {
    const own = matrix + <usize>row * stride;
    const place = (<usize>row) << 2;
    let sums = f32x4.splat(0);
    let sum: f32 = 0;
    const block = (place & ~15) + 16;
    for (let at = place + 4; at < block; at += 4) {
      sum += load<f32>(own + at) * load<f32>(vector + at);
    }
    for (let at = block; at < stride; at += 16) {
      sums = f32x4.add(sums, f32x4.mul(v128.load(own + at), v128.load(vector + at)));
    }
    sum += f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
    sum += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
    store<f32>(vector + place, (load<f32>(vector + place) - sum) / load<f32>(own + place));
  }
}

/** Restores lanes 0 .. `lane` of the four numbers at `target`. */
function putBack(target: usize, kept: v128, lane: i32): void {
  store<f32>(target, f32x4.extract_lane(kept, 0));
  if (lane > 0) store<f32>(target, f32x4.extract_lane(kept, 1), 4);
  if (lane > 1) store<f32>(target, f32x4.extract_lane(kept, 2), 8);
  if (lane > 2) store<f32>(target, f32x4.extract_lane(kept, 3), 12);
}
