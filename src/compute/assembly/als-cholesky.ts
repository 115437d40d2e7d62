// Twin: src/compute/kernels/als-cholesky.ts, which says what the arguments are.
import { choleskyFactor, choleskySolve } from "./cholesky";
import { addOuterTriangle } from "./dense-outer";

/** Entries of a row that are gathered at a time. */
const GATHERED: i32 = 32;

export function alsCholesky(
  task: i32,
  slot: i32,
  starts: usize,
  offsets: usize,
  columns: usize,
  weights: usize,
  base: f32,
  width: i32,
  nFactors: i32,
  factors: usize,
  gram: usize,
  ridges: usize,
  scratchBytes: i32,
  scratch: usize,
  solution: usize,
): void {
  const stride = (<usize>width) << 2;
  const matrix = scratch + <usize>slot * <usize>scratchBytes;
  const gathered = matrix + stride * <usize>width;
  const last = load<i32>(starts + ((<usize>(task + 1)) << 2));
  for (let row = load<i32>(starts + ((<usize>task) << 2)); row < last; row++) {
    const vector = solution + <usize>row * stride;
    const entries = offsets + ((<usize>row) << 2);
    const start = load<i32>(entries);
    const end = load<i32>(entries, 4);
    memory.fill(vector, 0, stride);
    if (start === end) continue;
    memory.copy(matrix, gram, stride * <usize>width);
    addRidge(matrix, width, nFactors, load<f32>(ridges + ((<usize>row) << 2)));
    for (let entry = start; entry < end; entry += GATHERED) {
      const count = min(GATHERED, end - entry);
      const at = (<usize>entry) << 2;
      gather(columns + at, weights + at, count, base, factors, stride, gathered, vector);
      addOuterTriangle(gathered + stride * <usize>GATHERED, gathered, count, width, matrix);
    }
    choleskyFactor(matrix, width);
    choleskySolve(matrix, width, vector);
  }
}

/** Adds to the diagonal; that of the padding becomes 1. */
function addRidge(matrix: usize, width: i32, nFactors: i32, ridge: f32): void {
  for (let at = 0; at < width; at++) {
    const cell = matrix + ((<usize>at * <usize>(width + 1)) << 2);
    store<f32>(cell, at < nFactors ? load<f32>(cell) + ridge : 1);
  }
}

/** Rows as they are, then the same rows times their weights; adds (weight + base) row to `vector`. */
function gather(
  columns: usize,
  weights: usize,
  count: i32,
  base: f32,
  factors: usize,
  stride: usize,
  gathered: usize,
  vector: usize,
): void {
  const weighted = stride * <usize>GATHERED;
  for (let entry: usize = 0; entry < (<usize>count) << 2; entry += 4) {
    const source = factors + <usize>load<i32>(columns + entry) * stride;
    const weight = load<f32>(weights + entry);
    const inMatrix = f32x4.splat(weight);
    const inVector = f32x4.splat(weight + base);
    for (let at: usize = 0; at < stride; at += 16) {
      const values = v128.load(source + at);
      v128.store(gathered + at, values);
      v128.store(gathered + weighted + at, f32x4.mul(inMatrix, values));
      const sum = f32x4.add(v128.load(vector + at), f32x4.mul(inVector, values));
      v128.store(vector + at, sum);
    }
    gathered += stride;
  }
}
