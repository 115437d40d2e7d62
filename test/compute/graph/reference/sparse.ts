/** What the operators with sparse matrices compute, in double precision, with dense matrices. */
import type { SparseMatrix } from "../../../../src/compute/sparse.js";
import type { Attributes } from "../../../../src/compute/graph/tensor.js";
import type { RealArray } from "./array.js";

type SparseEvaluator = (
  matrix: SparseMatrix,
  inputs: readonly RealArray[],
  attributes: Attributes,
) => RealArray;

/** Calls `visit` for every entry with its row and column. */
function forEach(
  { nRows, offsets, columns }: SparseMatrix,
  visit: (row: number, column: number, entry: number) => void,
): void {
  for (let row = 0; row < nRows; row++) {
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
      visit(row, columns[entry], entry);
    }
  }
}

function product(
  matrix: SparseMatrix,
  weights: ArrayLike<number>,
  x: RealArray,
  isTurned: boolean,
): RealArray {
  const width = x.sizes[1];
  const nRows = isTurned ? matrix.nColumns : matrix.nRows;
  const values = new Float64Array(nRows * width);
  forEach(matrix, (row, column, entry) => {
    const [to, from] = isTurned ? [column, row] : [row, column];
    for (let at = 0; at < width; at++) {
      values[to * width + at] += weights[entry] * x.values[from * width + at];
    }
  });
  return { sizes: [nRows, width], values };
}

function propagation(isTurned: boolean): SparseEvaluator {
  return (matrix, [x], { layers, combine }) => {
    const steps = [x];
    for (let layer = 0; layer < Number(layers); layer++) {
      steps.push(product(matrix, matrix.values, steps.at(-1)!, isTurned));
    }
    if (combine === "last") return steps.at(-1)!;
    const total = x.values.map((_value, at) =>
      steps.reduce((sum, step) => sum + step.values[at], 0),
    );
    const factor = combine === "mean" ? 1 / steps.length : 1;
    return { sizes: x.sizes, values: total.map((value) => value * factor) };
  };
}

function rowSums(matrix: SparseMatrix, edges: ArrayLike<number>): Float64Array {
  const sums = new Float64Array(matrix.nRows);
  forEach(matrix, (row, _column, entry) => (sums[row] += edges[entry]));
  return sums;
}

function edges(
  matrix: SparseMatrix,
  value: (row: number, column: number, entry: number) => number,
) {
  const values = new Float64Array(matrix.columns.length);
  forEach(matrix, (row, column, entry) => (values[entry] = value(row, column, entry)));
  return { sizes: [values.length], values };
}

/** By the type of an operation. */
export const sparseEvaluators: Readonly<Record<string, SparseEvaluator>> = {
  SparseProduct: (matrix, [x]) => product(matrix, matrix.values, x, false),
  TurnedSparseProduct: (matrix, [x]) => product(matrix, matrix.values, x, true),
  SparsePropagation: propagation(false),
  TurnedSparsePropagation: propagation(true),
  WeightedSparseProduct: (matrix, [w, x]) => product(matrix, w.values, x, false),
  TurnedWeightedSparseProduct: (matrix, [w, x]) => product(matrix, w.values, x, true),
  EdgeProducts: (matrix, [left, right]) => {
    const width = left.sizes[1];
    return edges(matrix, (row, column) => {
      let sum = 0;
      for (let at = 0; at < width; at++) {
        sum += left.values[row * width + at] * right.values[column * width + at];
      }
      return sum;
    });
  },
  EdgeSoftmax: (matrix, [scores]) => {
    const powers = scores.values.map(Math.exp);
    const sums = rowSums(matrix, powers);
    return edges(matrix, (row, _column, entry) => powers[entry] / sums[row]);
  },
  EdgeSoftmaxGradient: (matrix, [softmax, gradient]) => {
    const weighted = softmax.values.map((value, entry) => value * gradient.values[entry]);
    const sums = rowSums(matrix, weighted);
    return edges(
      matrix,
      (row, _column, entry) => softmax.values[entry] * (gradient.values[entry] - sums[row]),
    );
  },
};
