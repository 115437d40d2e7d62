import { MoviolaError } from "../../common/errors.js";

const largestLength = 2 ** 28;

/** Position of the pair (row, column), column < row, in a triangular array. */
export function trianglePosition(row: number, column: number): number {
  return (row * (row - 1)) / 2 + column;
}

/** Number of pairs of `count` rows. */
export function triangleLength(count: number): number {
  return (count * (count - 1)) / 2;
}

/**
 * Room for one value of every pair of `count` rows, `[count * (count - 1) / 2]`, zeros. Throws
 * `E_MODEL_SIZE` above 2^28 pairs (1 GiB; about 23,000 rows).
 */
export function createTriangle(count: number): Float32Array {
  const length = triangleLength(count);
  if (length > largestLength) {
    throw new MoviolaError("E_MODEL_SIZE", "The similarities of all pairs would not fit", {
      expected: `at most ${largestLength} pairs`,
      got: `${length} pairs of ${count} rows`,
      remedy: "Compare the other side (users or items, whichever are fewer), or filter by k-core",
    });
  }
  return new Float32Array(length);
}
