import type { SparseMatrix } from "../../compute/sparse.js";
import { truncatedSvd } from "../../compute/truncated-svd.js";

/** Principal directions of texts. */
export interface Directions {
  /** At most the wanted size; fewer when there are fewer texts or words. */
  readonly rank: number;
  /** `[nWords x rank]` orthonormal columns, strongest first. */
  readonly right: Float64Array;
}

/** The start of the decomposition; any other gives the same directions to seven digits. */
const seed = 1;
/** Relative residual of squared singular values: far below what a cosine shows. */
const tolerance = 1e-7;

/** The `size` strongest right singular vectors of the rows of `learnt` that are not empty. */
export function learnDirections(learnt: SparseMatrix, size: number): Directions {
  if (learnt.values.length === 0) return { rank: 0, right: new Float64Array(0) };
  const { rank, right } = truncatedSvd(learnt, size, { seed, tolerance });
  return { rank, right };
}

/** A row whose part in the directions is shorter than this says nothing: its rest would be rounding. */
const shortest = 1e-4;

/**
 * Coordinates of each row in the directions, scaled to length 1: `[nRows x size]`, 0 behind `rank`. A
 * row with less than 1e-4 of its length in them stays 0.
 */
export function projectRows(
  { nRows, offsets, columns, values }: SparseMatrix,
  { rank, right }: Directions,
  size: number,
): Float32Array {
  const vectors = new Float32Array(nRows * size);
  const sums = new Float64Array(rank);
  for (let row = 0; row < nRows; row++) {
    sums.fill(0);
    for (let at = offsets[row]; at < offsets[row + 1]; at++) {
      const from = columns[at] * rank;
      for (let axis = 0; axis < rank; axis++) sums[axis] += values[at] * right[from + axis];
    }
    const length = Math.sqrt(sums.reduce((sum, value) => sum + value * value, 0));
    if (length < shortest) continue;
    for (let axis = 0; axis < rank; axis++) vectors[row * size + axis] = sums[axis] / length;
  }
  return vectors;
}
