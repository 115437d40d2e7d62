/** How an output becomes one vector an item. */
import type { TensorOutput } from "./session/tensor.js";

/**
 * - `cls`: the first row of a sequence;
 * - `mean`: the mean of its rows that are not padding, special ones included;
 * - `known-mean`: the mean of its rows whose token is in the vocabulary;
 * - `pooled`: one vector already, or a map `[dim x height x width]` that is averaged over its places.
 */
export type Pooling = "cls" | "mean" | "known-mean" | "pooled";

/** The dimensions of an output that a pooling can read. */
export function ranksOf(pooling: Pooling): readonly number[] {
  return pooling === "pooled" ? [2, 4] : [3];
}

/** Which dimension of an output holds the vector's numbers. */
export function dimAxisOf(pooling: Pooling): number {
  return pooling === "pooled" ? 1 : 2;
}

/**
 * The vector of item `item` of a batch. `rows` marks the rows that count; undefined: all. A mean over
 * no row is zero. Sums are in double precision.
 */
export function pool(
  output: TensorOutput,
  item: number,
  pooling: Pooling,
  rows?: readonly boolean[],
): Float32Array {
  const { data, dims } = output;
  if (pooling === "pooled") return poolMap(data, dims, item);
  const [, nRows, dim] = dims;
  const start = item * nRows * dim;
  if (pooling === "cls") return data.slice(start, start + dim);
  const sums = new Float64Array(dim);
  let count = 0;
  for (let row = 0; row < nRows; row++) {
    if (rows !== undefined && (row >= rows.length || !rows[row])) continue;
    count++;
    const offset = start + row * dim;
    for (let at = 0; at < dim; at++) sums[at] += data[offset + at];
  }
  return Float32Array.from(sums, (sum) => (count === 0 ? 0 : sum / count));
}

function poolMap(data: Float32Array, dims: readonly number[], item: number): Float32Array {
  const dim = dims[1];
  const nPlaces = (dims[2] ?? 1) * (dims[3] ?? 1);
  const start = item * dim * nPlaces;
  if (nPlaces === 1) return data.slice(start, start + dim);
  return Float32Array.from({ length: dim }, (_unused, at) => {
    let sum = 0;
    for (let place = 0; place < nPlaces; place++) sum += data[start + at * nPlaces + place];
    return sum / nPlaces;
  });
}

/** Scales a vector to length 1 in place; a zero vector stays. */
export function scaleToUnit(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (squares === 0) return;
  const length = Math.sqrt(squares);
  for (let at = 0; at < vector.length; at++) vector[at] /= length;
}
