/**
 * Products with sparse matrices that are known before training: graphs of users and items, of neighbouring
 * items. They are work of the host, by the kernels of `src/compute/kernels`: ONNX Runtime has no sparse
 * product, and gathering a row for every entry moves `nnz x width` numbers through memory (119,082 entries of
 * 64 numbers: 30 MB a product).
 */
import { multiplySparseDense, type SparseOperand } from "../../kernels/sparse-dense.js";
import { describeShape, shapeError } from "../axis.js";
import type { GraphMatrix } from "../sparse/graph-matrix.js";
import type { Backward, HostWork, Tensor, Values } from "../tensor.js";
import { whereOf } from "./operand.js";

/** `matrix` `[n x k]` times `x` `[k x width]`: gives `[n x width]`. Throws `E_GRAPH_SHAPE`. */
export function sparseProduct(matrix: GraphMatrix, x: Tensor): Tensor {
  return product("SparseProduct", matrix, x, false);
}

/** The transposed `matrix` `[n x k]` times `x` `[n x width]`: gives `[k x width]`. Throws `E_GRAPH_SHAPE`. */
export function turnedProduct(matrix: GraphMatrix, x: Tensor): Tensor {
  return product("TurnedSparseProduct", matrix, x, true);
}

function product(type: string, matrix: GraphMatrix, x: Tensor, isTurned: boolean): Tensor {
  const [nRows, nColumns] = isTurned
    ? [matrix.nColumns, matrix.nRows]
    : [matrix.nRows, matrix.nColumns];
  const width = rowWidth(type, x, nColumns);
  const host: HostWork = {
    run: ([values], output) => {
      const { room } = matrix;
      const target = room.float32("product", output.length);
      const operand = operandOf(matrix, isTurned);
      const dense = room.copy("dense", values as Float32Array);
      multiplySparseDense(room.pool, operand, dense, width, target);
      output.set(target);
    },
  };
  return hosted(type, matrix, [x], [nRows, width], host, ([gradient]) => [
    isTurned ? sparseProduct(matrix, gradient!) : turnedProduct(matrix, gradient!),
  ]);
}

/** Settings of {@link propagate}. */
export interface PropagateOptions {
  /** How often, 0 or more. */
  readonly layers: number;
  /** What becomes of x, A x, .., A^layers x; default their mean. */
  readonly combine?: "mean" | "sum" | "last";
}

/**
 * Rows smoothed over a graph: with A the square `matrix` `[n x n]` and x `[n x width]`, the mean (or sum, or
 * last) of x, A x, .., A^layers x. With the normalised adjacency of users and items this is LightGCN (He et
 * al. 2020, equations 3 and 4). Throws `E_GRAPH_SHAPE`.
 */
export function propagate(matrix: GraphMatrix, x: Tensor, options: PropagateOptions): Tensor {
  return propagated("SparsePropagation", matrix, x, options, false);
}

function propagated(
  type: string,
  matrix: GraphMatrix,
  x: Tensor,
  options: PropagateOptions,
  isTurned: boolean,
): Tensor {
  const { layers, combine = "mean" } = options;
  const width = rowWidth(type, x, matrix.nRows);
  const where = whereOf(type, x);
  if (matrix.nRows !== matrix.nColumns) {
    throw shapeError(where, "a square matrix", `${matrix.nRows} x ${matrix.nColumns}`);
  }
  if (!Number.isInteger(layers) || layers < 0) {
    throw shapeError(where, "a whole number of layers from 0 up", String(layers));
  }
  const backType = isTurned ? "SparsePropagation" : "TurnedSparsePropagation";
  const [output] = x.graph.addOperation({
    type,
    inputs: [x],
    outputs: [{ shape: [matrix.nRows, width], type: "float32" }],
    attributes: { layers, combine },
    host: { run: ([values], output) => smooth(matrix, values, output, options, isTurned), matrix },
    backward: ([gradient]) => [propagated(backType, matrix, gradient!, options, !isTurned)],
  });
  return output;
}

function smooth(
  matrix: GraphMatrix,
  values: Values,
  output: Float32Array,
  { layers, combine = "mean" }: PropagateOptions,
  isTurned: boolean,
): void {
  const { room, nRows } = matrix;
  const start = room.copy("dense", values as Float32Array);
  const width = start.length / nRows;
  // Horner's rule: z_0 = x, z_k = x + A z_(k - 1).
  let z = start;
  for (let layer = 0; layer < layers; layer++) {
    const next = room.float32(layer % 2 === 0 ? "even" : "odd", start.length);
    const base = combine === "last" ? undefined : start;
    multiplySparseDense(room.pool, operandOf(matrix, isTurned), z, width, next, base);
    z = next;
  }
  output.set(z);
  if (combine !== "mean") return;
  for (let at = 0; at < output.length; at++) output[at] /= layers + 1;
}

/** Adds work of the host with a sparse matrix. */
export function hosted(
  type: string,
  matrix: GraphMatrix,
  inputs: readonly Tensor[],
  shape: readonly number[],
  host: HostWork,
  backward?: Backward,
): Tensor {
  const [output] = inputs[0].graph.addOperation({
    type,
    inputs,
    outputs: [{ shape, type: "float32" }],
    host: { ...host, matrix },
    ...(backward === undefined ? {} : { backward }),
  });
  return output;
}

/** The matrix, or the transposed one, where kernels can read it. */
export function operandOf(matrix: GraphMatrix, isTurned: boolean): SparseOperand {
  return isTurned ? matrix.turnedOperand : matrix.operand;
}

/** The width of `x`, which must be `[nRows x width]` of known sizes. */
export function rowWidth(type: string, x: Tensor, nRows: number): number {
  const [rows, width] = x.shape;
  const isFitting = x.shape.length === 2 && rows === nRows && typeof width === "number";
  if (isFitting && x.type === "float32") return width;
  throw shapeError(
    whereOf(type, x),
    `real numbers [${nRows} x width], the width known`,
    `${x.type} ${describeShape(x.shape)}`,
  );
}
