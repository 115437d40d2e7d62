/** Nearest rows of a small matrix by cosine. */

/** Rows of length 1; rows of zeros stay zeros. */
export function unitRows(values: Float32Array, dim: number): Float64Array {
  const rows = Float64Array.from(values);
  for (let start = 0; start < rows.length; start += dim) {
    const row = rows.subarray(start, start + dim);
    let squares = 0;
    for (const value of row) squares += value * value;
    if (squares === 0) continue;
    const scale = 1 / Math.sqrt(squares);
    for (let at = 0; at < dim; at++) row[at] *= scale;
  }
  return rows;
}

/** Rows that are asked for their nearest where there are more: evenly spaced, to save time. */
const maximumQueries = 500;

/** Up to `most` rows, evenly spaced over `nRows`. */
function evenlySpaced(nRows: number, most: number): Int32Array {
  const count = Math.min(nRows, most);
  return Int32Array.from({ length: count }, (_unused, at) => Math.floor((at * nRows) / count));
}

/**
 * The `count` rows nearest to each of `queries` (default: every row), nearest first, itself left out; ties
 * go to the lower row.
 */
export function nearestRows(
  values: Float32Array,
  dim: number,
  count: number,
  queries?: Int32Array,
): Int32Array[] {
  const units = unitRows(values, dim);
  const nRows = units.length / dim;
  const rows = queries ?? evenlySpaced(nRows, nRows);
  return Array.from(rows, (row) => {
    const cosines = new Float64Array(nRows);
    for (let other = 0; other < nRows; other++) {
      let sum = 0;
      for (let at = 0; at < dim; at++) sum += units[row * dim + at] * units[other * dim + at];
      cosines[other] = other === row ? -Infinity : sum;
    }
    const order = Int32Array.from(cosines.keys());
    order.sort((one, other) => cosines[other] - cosines[one] || one - other);
    return order.slice(0, Math.min(count, nRows - 1));
  });
}

/**
 * Mean share of a row's `count` nearest rows that are nearest in both matrices, 0 to 1; over all rows, or
 * over 500 of them where there are more.
 */
export function neighbourOverlap(
  one: { readonly values: Float32Array; readonly dim: number },
  other: { readonly values: Float32Array; readonly dim: number },
  count = 10,
): number {
  const queries = evenlySpaced(one.values.length / one.dim, maximumQueries);
  const first = nearestRows(one.values, one.dim, count, queries);
  const second = nearestRows(other.values, other.dim, count, queries);
  let shared = 0;
  let all = 0;
  first.forEach((rows, at) => {
    const theirs = new Set(second[at]);
    all += rows.length;
    for (const near of rows) if (theirs.has(near)) shared++;
  });
  return all === 0 ? 0 : shared / all;
}

/** Cosine of two vectors; 0 when one is all zeros. */
export function cosineOf(one: Float32Array, other: Float32Array): number {
  let [dot, squares, otherSquares] = [0, 0, 0];
  one.forEach((value, at) => {
    dot += value * other[at];
    squares += value * value;
    otherSquares += other[at] * other[at];
  });
  return squares === 0 || otherSquares === 0 ? 0 : dot / Math.sqrt(squares * otherSquares);
}

/** Of each row, the mean Jaccard index of its genres with those of its nearest rows, 0 to 1. */
export function genreAgreement(
  matrix: { readonly values: Float32Array; readonly dim: number },
  genres: readonly (readonly string[])[],
  count = 10,
): Float64Array {
  return Float64Array.from(nearestRows(matrix.values, matrix.dim, count), (near, row) => {
    const own = new Set(genres[row]);
    const sum = near.reduce((total, other) => total + jaccard(own, genres[other]), 0);
    return near.length === 0 ? 0 : sum / near.length;
  });
}

function jaccard(own: ReadonlySet<string>, theirs: readonly string[]): number {
  const shared = theirs.filter((genre) => own.has(genre)).length;
  const all = own.size + theirs.length - shared;
  return all === 0 ? 0 : shared / all;
}
