/** Rows and elements by index, and back. */
import {
  axisIndex,
  describeShape,
  isSameShape,
  productOf,
  shapeError,
  type Shape,
} from "../axis.js";
import type { Tensor } from "../tensor.js";
import { requireType, single, whereOf } from "./operand.js";
import { expandAxis, reshape, squeezeAxis } from "./shape.js";

/**
 * Rows of a table: `table` `[n x ..]`, `indices` `[..]` of whole numbers from 0 to n - 1 gives
 * `[.. indices x .. row]`.
 */
export function gather(table: Tensor, indices: Tensor): Tensor {
  requireIndices(indices, "gather");
  const shape = [...indices.shape, ...table.shape.slice(1)];
  return single("Gather", [table, indices], shape, {
    elementType: table.type,
    attributes: { axis: 0 },
    backward: ([gradient]) => [scatterAdd(table, indices, gradient!), undefined],
  });
}

/**
 * Zeros in the shape of `like`, with each row of `rows` added at its index: what {@link gather} does,
 * backwards. An index that stands twice gets both rows.
 */
export function scatterAdd(like: Tensor, indices: Tensor, rows: Tensor): Tensor {
  requireIndices(indices, "scatterAdd");
  const shape = single("Shape", [like], [like.shape.length], { elementType: "int64" });
  const zeros = single("Expand", [like.graph.scalar(0), shape], like.shape);
  // Element by element: ONNX Runtime 1.30 shares the rows of a ScatterND among threads that lose each other's sums.
  const sum = single("ScatterElements", [zeros, ...elementsOf(like, indices, rows)], like.shape, {
    attributes: { axis: 0, reduction: "add" },
    backward: ([gradient]) => [undefined, undefined, flatRows(gather(gradient!, indices), like)],
  });
  scatteredRows.set(sum, indices);
  return sum;
}

/** Of what {@link scatterAdd} gave, the indices of its rows. */
const scatteredRows = new WeakMap<Tensor, Tensor>();

/** The indices of the rows that `tensor` is scattered from; undefined when it is not such a sum. */
export function indicesScattered(tensor: Tensor): Tensor | undefined {
  return scatteredRows.get(tensor);
}

/** For each element of `rows` its row in `like`, and the elements: both `[all indices x .. row]`. */
function elementsOf(like: Tensor, indices: Tensor, rows: Tensor): [Tensor, Tensor] {
  const flat = flatRows(rows, like);
  const wide = indices.type === "int64" ? indices : toInt64(indices);
  const ones = like.shape.slice(1).map(() => 1);
  const column = flattened(wide, [productOf(indices.shape) ?? "rows", ...ones]);
  const sizes = single("Shape", [flat], [flat.shape.length], { elementType: "int64" });
  return [single("Expand", [column, sizes], flat.shape, { elementType: "int64" }), flat];
}

/** `[.. indices x .. row]` to `[all indices x .. row]`. */
function flatRows(rows: Tensor, like: Tensor): Tensor {
  const width = like.shape.slice(1);
  const indices = rows.shape.slice(0, rows.shape.length - width.length);
  return flattened(rows, [productOf(indices) ?? "rows", ...width]);
}

/** The same elements, the first axis as long as is needed: it may be a product of two named ones. */
function flattened(tensor: Tensor, shape: Shape): Tensor {
  if (isSameShape(tensor.shape, shape)) return tensor;
  const sizes = shape.map((axis, at) => (at === 0 ? -1n : BigInt(axis)));
  const target = tensor.graph.constant(BigInt64Array.from(sizes));
  return single("Reshape", [tensor, target], shape, {
    elementType: tensor.type,
    backward: ([gradient]) => [reshape(gradient!, tensor.shape), undefined],
  });
}

/**
 * `table` `[n x ..]` with the rows that `indices` `[..]` names put in the place of its own. No gradient
 * passes; rows of an index that stands twice must be the same.
 */
export function replaceRows(table: Tensor, indices: Tensor, rows: Tensor): Tensor {
  requireIndices(indices, "replaceRows");
  const wide = expandAxis(indices.type === "int64" ? indices : toInt64(indices), -1);
  return single("ScatterND", [table, wide, rows], table.shape);
}

/** The element at `indices` `[..]` along the last axis of `tensor` `[.. x n]`: gives `[..]`. */
export function pick(tensor: Tensor, indices: Tensor): Tensor {
  requireIndices(indices, "pick");
  const last = axisIndex(-1, tensor.shape, whereOf("pick", tensor));
  if (indices.shape.length !== last) {
    throw shapeError(
      whereOf("pick", tensor),
      `one index for each row of ${describeShape(tensor.shape)}`,
      describeShape(indices.shape),
    );
  }
  return squeezeAxis(gatherElements(tensor, expandAxis(indices, -1), last), -1);
}

/**
 * Elements by indices of each row's own: along `axis` the result has those that `indices` names there, and
 * an index may stand twice. `indices` has as many axes as `tensor`; its other axes are equal, or 1 where
 * one index holds for all: `[batch x n x dim]` by `[batch x k x 1]` along axis 1 gives
 * `[batch x k x dim]`. Throws `E_GRAPH_SHAPE`.
 */
export function gatherAlong(tensor: Tensor, indices: Tensor, axis: number): Tensor {
  requireIndices(indices, "gatherAlong");
  const where = whereOf("gatherAlong", tensor);
  const at = axisIndex(axis, tensor.shape, where);
  const isFitting =
    indices.shape.length === tensor.shape.length &&
    indices.shape.every((size, k) => k === at || size === tensor.shape[k] || size === 1);
  if (!isFitting) {
    throw shapeError(
      where,
      `indices like ${describeShape(tensor.shape)} but for axis ${at}, or 1 there`,
      describeShape(indices.shape),
    );
  }
  const shape = tensor.shape.map((size, k) => (k === at ? indices.shape[k] : size));
  return gatherElements(tensor, repeatIndices(indices, shape, where), at);
}

/** `indices` in `shape`; an axis that is repeated needs a known size. */
function repeatIndices(indices: Tensor, shape: Shape, where: string): Tensor {
  if (isSameShape(indices.shape, shape)) return indices;
  const sizes = shape.map((size, k) => {
    if (size === indices.shape[k]) return 1n;
    if (typeof size === "number") return BigInt(size);
    throw shapeError(where, `indices of their own along the axis ${size}`, "1 for all");
  });
  const target = indices.graph.constant(BigInt64Array.from(sizes));
  return single("Expand", [indices, target], shape, { elementType: indices.type });
}

function gatherElements(tensor: Tensor, indices: Tensor, axis: number): Tensor {
  return single("GatherElements", [tensor, indices], indices.shape, {
    elementType: tensor.type,
    attributes: { axis },
    backward: ([gradient]) => [
      placeElements(tensor, { indices, values: gradient!, axis }),
      undefined,
    ],
  });
}

/** Zeros in the shape of `like`, with `values` added at `indices` along an axis. */
function placeElements(
  like: Tensor,
  { indices, values, axis }: { indices: Tensor; values: Tensor; axis: number },
): Tensor {
  const shape = single("Shape", [like], [like.shape.length], { elementType: "int64" });
  const zeros = single("Expand", [like.graph.scalar(0), shape], like.shape);
  return single("ScatterElements", [zeros, indices, values], like.shape, {
    attributes: { axis, reduction: "add" },
    backward: ([gradient]) => [undefined, undefined, gatherElements(gradient!, indices, axis)],
  });
}

/** What {@link topK} gives, the largest first, equal ones in their order. */
export interface Largest {
  /** `[.. x k]` */
  readonly values: Tensor;
  /** `[.. x k]`, int64: where they stood. */
  readonly indices: Tensor;
}

/**
 * The `k` largest elements along the last axis. No gradient passes: to learn through the values, take them by
 * {@link gatherAlong}. Throws `E_GRAPH_SHAPE` when there are fewer.
 */
export function topK(tensor: Tensor, k: number): Largest {
  const where = whereOf("topK", tensor);
  requireType(tensor, "float32", "topK");
  const last = tensor.shape[axisIndex(-1, tensor.shape, where)];
  if (!Number.isInteger(k) || k < 1 || (typeof last === "number" && k > last)) {
    throw shapeError(where, `a whole number from 1 to ${last} of elements`, String(k));
  }
  const shape = [...tensor.shape.slice(0, -1), k];
  const [values, indices] = tensor.graph.addOperation({
    type: "TopK",
    inputs: [tensor, tensor.graph.constant(BigInt64Array.of(BigInt(k)))],
    outputs: [
      { shape, type: "float32" },
      { shape, type: "int64" },
    ],
    attributes: { axis: -1, largest: 1, sorted: 1 },
  });
  return { values, indices };
}

function toInt64(indices: Tensor): Tensor {
  return single("Cast", [indices], indices.shape, { elementType: "int64", attributes: { to: 7 } });
}

function requireIndices(indices: Tensor, operator: string): void {
  if (indices.type !== "int64") requireType(indices, "int32", operator);
}
