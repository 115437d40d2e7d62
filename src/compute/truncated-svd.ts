/**
 * The strongest singular triplets of a sparse matrix.
 *
 * Method: Lanczos on the smaller Gram matrix (A^T A or A A^T, never formed) with full
 * reorthogonalisation, a fresh random direction wherever the space is exhausted, until the
 * residuals of the wanted Ritz pairs are below `tolerance` times the largest (Golub and Van Loan,
 * "Matrix Computations", sections 10.1 to 10.3). Deterministic for a seed; each right vector's largest
 * component is positive.
 *
 * Limit: a singular value that stands twice, to the last digit, among many others may be found once
 * before convergence; the triplets are right then, but the next weaker one takes the place of the twin.
 */
import { addScaled, dot, norm, orthogonalise, scale } from "./dense-vectors.js";
import { createRandom, type RandomStream } from "./random.js";
import { transpose, type SparseMatrix } from "./sparse.js";
import { tridiagonalEigen, type SymmetricEigen } from "./symmetric-tridiagonal.js";

/** A = sum_k singularValues[k] * left_k * right_k^T, as far as `rank` goes. */
export interface TruncatedSvd {
  /** At most the wanted rank; fewer when the matrix has fewer positive singular values. */
  readonly rank: number;
  /** `[rank]` descending, positive. */
  readonly singularValues: Float64Array;
  /** `[nRows x rank]` orthonormal columns. */
  readonly left: Float64Array;
  /** `[nColumns x rank]` orthonormal columns. */
  readonly right: Float64Array;
}

/** How exact a {@link truncatedSvd} is, and where its start comes from. */
export interface TruncatedSvdOptions {
  /** Largest residual of a squared singular value, relative to the largest one; default 1e-10. */
  readonly tolerance?: number;
  /** Default 0. */
  readonly seed?: number;
}

/**
 * A check costs as much as many steps, so the space grows by a tenth between checks, and by ten
 * vectors at least.
 */
function nextCheck(size: number): number {
  return Math.max(size + 10, Math.ceil(size * 1.1));
}

/** The `rank` (from 1 up; clamped to the smaller side) strongest singular triplets of `matrix`. */
export function truncatedSvd(
  matrix: SparseMatrix,
  rank: number,
  options: TruncatedSvdOptions = {},
): TruncatedSvd {
  const other = transpose(matrix);
  const wide = matrix.nColumns > matrix.nRows;
  // `tall` has the smaller side as columns, on which Lanczos runs.
  const tall = wide ? other : matrix;
  const tallTransposed = wide ? matrix : other;
  const n = tall.nColumns;
  const wanted = Math.min(rank, n);
  const random = createRandom(options.seed ?? 0, "truncated-svd");
  const space = new KrylovSpace(tall, tallTransposed, random);
  let ritz: SymmetricEigen;
  for (;;) {
    const goal = Math.min(n, Math.max(wanted, nextCheck(space.size)));
    while (space.size < goal) space.extend();
    ritz = space.ritz();
    if (space.size === n || space.worstResidual(ritz, wanted) <= (options.tolerance ?? 1e-10))
      break;
  }
  const { inner, outer, singularValues } = triplets(space.vectors(ritz, wanted), tall);
  const found = singularValues.length;
  const right = interleave(wide ? outer : inner, found);
  const left = interleave(wide ? inner : outer, found);
  orient(left, right, found);
  return { rank: found, singularValues, left, right };
}

/** Orthonormal basis of a Krylov space of A^T A, and A^T A's tridiagonal image in it. */
class KrylovSpace {
  readonly #matrix: SparseMatrix;
  readonly #transposed: SparseMatrix;
  readonly #random: RandomStream;
  readonly #basis: Float64Array[] = [];
  readonly #diagonal: number[] = [];
  /** Entry k couples vector k with k + 1; 0 where a fresh direction begins. */
  readonly #offDiagonal: number[] = [];
  #next: Float64Array;

  constructor(matrix: SparseMatrix, transposed: SparseMatrix, random: RandomStream) {
    this.#matrix = matrix;
    this.#transposed = transposed;
    this.#random = random;
    this.#next = this.#freshDirection();
  }

  get size(): number {
    return this.#basis.length;
  }

  extend(): void {
    const vector = this.#next;
    this.#basis.push(vector);
    const image = multiply(this.#transposed, multiply(this.#matrix, vector));
    const before = norm(image);
    this.#diagonal.push(dot(image, vector));
    orthogonalise(image, this.#basis);
    const length = norm(image);
    if (length > 1e-12 * before && length > Number.MIN_VALUE) {
      scale(image, 1 / length);
      this.#offDiagonal.push(length);
      this.#next = image;
    } else {
      this.#offDiagonal.push(0);
      if (this.size < this.#matrix.nColumns) this.#next = this.#freshDirection();
    }
  }

  ritz(): SymmetricEigen {
    const { size } = this;
    return tridiagonalEigen(
      Float64Array.from(this.#diagonal),
      Float64Array.from(this.#offDiagonal.slice(0, Math.max(0, size - 1))),
    );
  }

  /** Largest residual among the first `count` Ritz pairs, relative to the largest Ritz value. */
  worstResidual(ritz: SymmetricEigen, count: number): number {
    const { size } = this;
    const coupling = this.#offDiagonal[size - 1];
    // A space that has just been exhausted says nothing of what lies outside it.
    if (coupling === 0) return Number.POSITIVE_INFINITY;
    let worst = 0;
    for (let pair = 0; pair < count; pair++) {
      worst = Math.max(worst, Math.abs(ritz.vectors[pair * size + size - 1] * coupling));
    }
    return worst / Math.max(ritz.values[0], Number.MIN_VALUE);
  }

  /** The first `count` Ritz vectors in the original space. */
  vectors(ritz: SymmetricEigen, count: number): Float64Array[] {
    const { size } = this;
    return Array.from({ length: count }, (_unused, pair) => {
      const vector = new Float64Array(this.#matrix.nColumns);
      this.#basis.forEach((basis, position) =>
        addScaled(vector, basis, ritz.vectors[pair * size + position]),
      );
      return vector;
    });
  }

  #freshDirection(): Float64Array {
    const vector = new Float64Array(this.#matrix.nColumns);
    for (let position = 0; position < vector.length; position++) {
      vector[position] = this.#random.normal();
    }
    orthogonalise(vector, this.#basis);
    scale(vector, 1 / norm(vector));
    return vector;
  }
}

/** Singular values and outer vectors of the inner ones: A v = s u. Drops values that are 0. */
function triplets(
  inner: readonly Float64Array[],
  tall: SparseMatrix,
): { inner: Float64Array[]; outer: Float64Array[]; singularValues: Float64Array } {
  const images = inner.map((vector) => multiply(tall, vector));
  const lengths = images.map(norm);
  const largest = Math.max(...lengths);
  // Squares lose half the digits, so a singular value below 1e-7 of the largest is rounding.
  const kept = lengths.flatMap((length, pair) =>
    length > 0 && length > 1e-7 * largest ? [pair] : [],
  );
  for (const pair of kept) scale(images[pair], 1 / lengths[pair]);
  return {
    inner: kept.map((pair) => inner[pair]),
    outer: kept.map((pair) => images[pair]),
    singularValues: Float64Array.from(kept, (pair) => lengths[pair]),
  };
}

/** Vectors as the columns of one row-major matrix. */
function interleave(vectors: readonly Float64Array[], rank: number): Float64Array {
  const length = vectors[0]?.length ?? 0;
  const matrix = new Float64Array(length * rank);
  vectors.forEach((vector, column) => {
    for (let row = 0; row < length; row++) matrix[row * rank + column] = vector[row];
  });
  return matrix;
}

/** Fixes the signs, which the decomposition leaves open. */
function orient(left: Float64Array, right: Float64Array, rank: number): void {
  for (let column = 0; column < rank; column++) {
    let largest = 0;
    for (let at = column; at < right.length; at += rank) {
      if (Math.abs(right[at]) > Math.abs(largest)) largest = right[at];
    }
    if (largest >= 0) continue;
    for (let at = column; at < right.length; at += rank) right[at] = -right[at];
    for (let at = column; at < left.length; at += rank) left[at] = -left[at];
  }
}

function multiply(matrix: SparseMatrix, vector: Float64Array): Float64Array {
  const { offsets, columns, values, nRows } = matrix;
  const product = new Float64Array(nRows);
  for (let row = 0; row < nRows; row++) {
    let sum = 0;
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
      sum += values[entry] * vector[columns[entry]];
    }
    product[row] = sum;
  }
  return product;
}
