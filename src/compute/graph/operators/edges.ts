/**
 * Numbers along the entries ("edges") of a sparse matrix, `[nnz]` in the order of its entries; the values
 * of the matrix itself do not matter. Work of the host, as in `sparse.ts`.
 */
import { edgeProducts as multiplyEdges } from "../../kernels/edge-products.js";
import { multiplySparseDense } from "../../kernels/sparse-dense.js";
import { describeShape, shapeError } from "../axis.js";
import type { GraphMatrix } from "../sparse/graph-matrix.js";
import type { Tensor } from "../tensor.js";
import { whereOf } from "./operand.js";
import { hosted, operandOf, rowWidth } from "./sparse.js";

/**
 * `left[row] . right[column]` for every entry of `matrix` `[n x k]`; `left` `[n x width]`, `right`
 * `[k x width]`: gives `[nnz]`. Throws `E_GRAPH_SHAPE`.
 */
export function edgeProducts(matrix: GraphMatrix, left: Tensor, right: Tensor): Tensor {
  const width = rowWidth("EdgeProducts", left, matrix.nRows);
  if (rowWidth("EdgeProducts", right, matrix.nColumns) !== width) {
    throw shapeError(
      whereOf("EdgeProducts", left),
      "rows of one width",
      `${describeShape(left.shape)} and ${describeShape(right.shape)}`,
    );
  }
  const host = {
    run: ([own, other]: readonly unknown[], output: Float32Array) => {
      const { room } = matrix;
      const target = room.float32("edges", output.length);
      const a = room.copy("left", own as Float32Array);
      const b = room.copy("dense", other as Float32Array);
      multiplyEdges(room.pool, matrix.operand, a, b, width, target);
      output.set(target);
    },
  };
  return hosted("EdgeProducts", matrix, [left, right], [matrix.nEntries], host, ([gradient]) => [
    weightedProduct(matrix, gradient!, right),
    turnedWeightedProduct(matrix, gradient!, left),
  ]);
}

/**
 * The product of the matrix that has `weights` `[nnz]` where `matrix` `[n x k]` has entries, with `x`
 * `[k x width]`: gives `[n x width]`. Throws `E_GRAPH_SHAPE`.
 */
export function weightedProduct(matrix: GraphMatrix, weights: Tensor, x: Tensor): Tensor {
  return weighted("WeightedSparseProduct", matrix, weights, x, false);
}

/** As {@link weightedProduct} with the transposed matrix: `x` `[n x width]` gives `[k x width]`. */
export function turnedWeightedProduct(matrix: GraphMatrix, weights: Tensor, x: Tensor): Tensor {
  return weighted("TurnedWeightedSparseProduct", matrix, weights, x, true);
}

function weighted(
  type: string,
  matrix: GraphMatrix,
  weights: Tensor,
  x: Tensor,
  isTurned: boolean,
): Tensor {
  requireEdges(type, matrix, weights);
  const [nRows, nColumns] = isTurned
    ? [matrix.nColumns, matrix.nRows]
    : [matrix.nRows, matrix.nColumns];
  const width = rowWidth(type, x, nColumns);
  const host = {
    run: ([own, dense]: readonly unknown[], output: Float32Array) => {
      const { room } = matrix;
      const target = room.float32("product", output.length);
      const values = placeWeights(matrix, own as Float32Array, isTurned);
      const operand = { ...operandOf(matrix, isTurned), values };
      multiplySparseDense(
        room.pool,
        operand,
        room.copy("dense", dense as Float32Array),
        width,
        target,
      );
      output.set(target);
    },
  };
  return hosted(type, matrix, [weights, x], [nRows, width], host, ([gradient]) => [
    isTurned ? edgeProducts(matrix, x, gradient!) : edgeProducts(matrix, gradient!, x),
    isTurned
      ? weightedProduct(matrix, weights, gradient!)
      : turnedWeightedProduct(matrix, weights, gradient!),
  ]);
}

/** Weights in the order of the operand's entries. */
function placeWeights(matrix: GraphMatrix, weights: Float32Array, isTurned: boolean): Float32Array {
  const { room } = matrix;
  if (!isTurned) return room.copy("weights", weights);
  const order = matrix.entryOrder;
  const target = room.float32("weights", weights.length);
  for (let entry = 0; entry < target.length; entry++) target[entry] = weights[order[entry]];
  return target;
}

/** Softmax of `scores` `[nnz]` over the entries of each row of `matrix`: gives `[nnz]`. */
export function edgeSoftmax(matrix: GraphMatrix, scores: Tensor): Tensor {
  requireEdges("EdgeSoftmax", matrix, scores);
  const host = {
    run: ([values]: readonly unknown[], output: Float32Array) => {
      forEachRow(matrix, (start, end) => softmaxRow(values as Float32Array, start, end, output));
    },
  };
  return hosted("EdgeSoftmax", matrix, [scores], [matrix.nEntries], host, (gradients, own) => [
    edgeSoftmaxGradient(matrix, own.outputs[0], gradients[0]!),
  ]);
}

/** With w the softmax and g the gradient by it: w (g - the row's sum of w g). */
function edgeSoftmaxGradient(matrix: GraphMatrix, softmax: Tensor, gradient: Tensor): Tensor {
  const host = {
    run: ([w, g]: readonly unknown[], output: Float32Array) => {
      const [weights, slopes] = [w as Float32Array, g as Float32Array];
      forEachRow(matrix, (start, end) => {
        let mean = 0;
        for (let at = start; at < end; at++) mean += weights[at] * slopes[at];
        for (let at = start; at < end; at++) output[at] = weights[at] * (slopes[at] - mean);
      });
    },
  };
  return hosted("EdgeSoftmaxGradient", matrix, [softmax, gradient], [matrix.nEntries], host);
}

function softmaxRow(scores: Float32Array, start: number, end: number, output: Float32Array): void {
  let largest = Number.NEGATIVE_INFINITY;
  for (let at = start; at < end; at++) largest = Math.max(largest, scores[at]);
  let total = 0;
  for (let at = start; at < end; at++) total += Math.exp(scores[at] - largest);
  for (let at = start; at < end; at++) output[at] = Math.exp(scores[at] - largest) / total;
}

function forEachRow(matrix: GraphMatrix, visit: (start: number, end: number) => void): void {
  const { offsets } = matrix.source;
  for (let row = 0; row < matrix.nRows; row++) visit(offsets[row], offsets[row + 1]);
}

function requireEdges(type: string, matrix: GraphMatrix, edges: Tensor): void {
  if (edges.shape.length === 1 && edges.shape[0] === matrix.nEntries) return;
  throw shapeError(
    whereOf(type, edges),
    `a number for each of ${matrix.nEntries} entries`,
    describeShape(edges.shape),
  );
}
