import { MoviolaError } from "../common/errors.js";

/** Eigenvalues in descending order and their vectors. */
export interface SymmetricEigen {
  /** `[n]` descending. */
  readonly values: Float64Array;
  /** `[n x n]` row-major: row k is the unit eigenvector of `values[k]`. */
  readonly vectors: Float64Array;
}

const mostSweeps = 60;

/**
 * Eigen-decomposition of the symmetric tridiagonal matrix with the given diagonal `[n]` and
 * off-diagonal `[n - 1]`, by the implicit QL method with Wilkinson's shift (Golub and Van Loan,
 * "Matrix Computations", section 8.3; EISPACK `imtql2`). Throws `E_SVD_CONVERGENCE` when an eigenvalue
 * is not found in 60 sweeps, which a finite matrix does not do.
 */
export function tridiagonalEigen(
  diagonal: Float64Array,
  offDiagonal: Float64Array,
): SymmetricEigen {
  const n = diagonal.length;
  const d = diagonal.slice();
  const e = new Float64Array(n);
  e.set(offDiagonal.subarray(0, Math.max(0, n - 1)));
  const vectors = new Float64Array(n * n);
  for (let row = 0; row < n; row++) vectors[row * n + row] = 1;
  for (let at = 0; at < n; at++) {
    let sweeps = 0;
    for (let end = blockEnd(d, e, at); end !== at; end = blockEnd(d, e, at)) {
      if (sweeps++ === mostSweeps) throw convergenceError();
      sweep(d, e, vectors, at, end);
    }
  }
  return sortDescending(d, vectors);
}

/** Last index of the unreduced block that starts at `at`: where the off-diagonal is negligible. */
function blockEnd(d: Float64Array, e: Float64Array, at: number): number {
  let end = at;
  while (end < d.length - 1) {
    const scale = Math.abs(d[end]) + Math.abs(d[end + 1]);
    if (Math.abs(e[end]) <= Number.EPSILON * scale) break;
    end++;
  }
  return end;
}

/** One implicit QL sweep over the block `at .. end`, turning the vectors along. */
function sweep(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array,
  at: number,
  end: number,
): void {
  let g = (d[at + 1] - d[at]) / (2 * e[at]);
  let r = Math.hypot(g, 1);
  g = d[end] - d[at] + e[at] / (g + (g >= 0 ? r : -r));
  let sine = 1;
  let cosine = 1;
  let p = 0;
  for (let k = end - 1; k >= at; k--) {
    const f = sine * e[k];
    const b = cosine * e[k];
    r = Math.hypot(f, g);
    e[k + 1] = r;
    if (r === 0) {
      // The block has fallen apart; the next sweep starts from the smaller one.
      d[k + 1] -= p;
      e[end] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[k + 1] - p;
    r = (d[k] - g) * sine + 2 * cosine * b;
    p = sine * r;
    d[k + 1] = g + p;
    g = cosine * r - b;
    rotate(vectors, d.length, k, sine, cosine);
  }
  d[at] -= p;
  e[at] = g;
  e[end] = 0;
}

function rotate(vectors: Float64Array, n: number, k: number, sine: number, cosine: number): void {
  const lower = k * n;
  const upper = lower + n;
  for (let column = 0; column < n; column++) {
    const a = vectors[upper + column];
    const b = vectors[lower + column];
    vectors[upper + column] = sine * b + cosine * a;
    vectors[lower + column] = cosine * b - sine * a;
  }
}

function sortDescending(d: Float64Array, vectors: Float64Array): SymmetricEigen {
  const n = d.length;
  const order = Array.from({ length: n }, (_unused, index) => index);
  order.sort((a, b) => d[b] - d[a] || a - b);
  const values = new Float64Array(n);
  const sorted = new Float64Array(n * n);
  order.forEach((from, to) => {
    values[to] = d[from];
    sorted.set(vectors.subarray(from * n, from * n + n), to * n);
  });
  return { values, vectors: sorted };
}

function convergenceError(): MoviolaError {
  return new MoviolaError("E_SVD_CONVERGENCE", "An eigenvalue was not found", {
    expected: "a matrix of finite numbers",
    remedy: "Look for NaN or infinity in the values",
  });
}
