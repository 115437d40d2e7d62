import type { StandardColumns } from "./standard-columns.js";

/** Steps of conjugate gradients: a direction that knows the target stands out within a few. */
const nSteps = 8;

/**
 * `[nRows]` least-squares predictions of `target` by all columns, each item's from the other half of the items
 * (even and odd places), so that many columns predict nothing by their number alone.
 */
export function predictAcross(columns: StandardColumns, target: Float64Array): Float64Array {
  const predicted = new Float64Array(target.length);
  for (const half of [0, 1]) {
    const weights = leastSquares(columns, target, half);
    multiply(columns, weights, 1 - half, predicted);
  }
  return predicted;
}

/** Conjugate gradients on the normal equations (Hestenes and Stiefel 1952) over every second row. */
function leastSquares(columns: StandardColumns, target: Float64Array, half: number): Float64Array {
  const { nRows, nColumns } = columns;
  const weights = new Float64Array(nColumns);
  const left = target.slice();
  const image = new Float64Array(nRows);
  let gradient = multiplyBack(columns, left, half);
  let length = squaredLength(gradient);
  const direction = gradient.slice();
  for (let step = 0; step < nSteps && length > 0; step++) {
    multiply(columns, direction, half, image);
    let curvature = 0;
    for (let row = half; row < nRows; row += 2) curvature += image[row] ** 2;
    if (curvature === 0) break;
    const stride = length / curvature;
    for (let at = 0; at < nColumns; at++) weights[at] += stride * direction[at];
    for (let row = half; row < nRows; row += 2) left[row] -= stride * image[row];
    gradient = multiplyBack(columns, left, half);
    const next = squaredLength(gradient);
    for (let at = 0; at < nColumns; at++) {
      direction[at] = gradient[at] + (next / length) * direction[at];
    }
    length = next;
  }
  return weights;
}

/** Rows of one half times `weights`, into `result`. */
function multiply(
  { nRows, nColumns, values }: StandardColumns,
  weights: Float64Array,
  half: number,
  result: Float64Array,
): void {
  for (let row = half; row < nRows; row += 2) {
    let sum = 0;
    const start = row * nColumns;
    for (let at = 0; at < nColumns; at++) sum += values[start + at] * weights[at];
    result[row] = sum;
  }
}

/** The sum over the rows of one half of the row times its entry in `column`. */
function multiplyBack(
  { nRows, nColumns, values }: StandardColumns,
  column: Float64Array,
  half: number,
): Float64Array {
  const sums = new Float64Array(nColumns);
  for (let row = half; row < nRows; row += 2) {
    const factor = column[row];
    const start = row * nColumns;
    for (let at = 0; at < nColumns; at++) sums[at] += factor * values[start + at];
  }
  return sums;
}

function squaredLength(vector: Float64Array): number {
  return vector.reduce((sum, value) => sum + value * value, 0);
}
