/** Rows by index, and back. */
import { axisIndex, describeShape, shapeError } from "../axis.js";
import type { Tensor } from "../tensor.js";
import { requireType, single, whereOf } from "./operand.js";

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
  const graph = like.graph;
  const shape = single("Shape", [like], [like.shape.length], { elementType: "int64" });
  const zeros = single("Expand", [graph.scalar(0), shape], like.shape);
  const where = graph.constant(BigInt64Array.of(-1n));
  const columns = single("Unsqueeze", [indices, where], [...indices.shape, 1], {
    elementType: indices.type,
  });
  const wide = indices.type === "int64" ? columns : toInt64(columns);
  return single("ScatterND", [zeros, wide, rows], like.shape, {
    attributes: { reduction: "add" },
    backward: ([gradient]) => [undefined, undefined, gather(gradient!, indices)],
  });
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
  const columns = single(
    "Unsqueeze",
    [indices, tensor.graph.constant(BigInt64Array.of(-1n))],
    [...indices.shape, 1],
    { elementType: indices.type },
  );
  const picked = single("GatherElements", [tensor, columns], [...indices.shape, 1], {
    attributes: { axis: last },
    backward: ([gradient]) => [placeElements(tensor, columns, gradient!), undefined],
  });
  return single("Squeeze", [picked, tensor.graph.constant(BigInt64Array.of(-1n))], indices.shape, {
    backward: ([gradient]) => [unsqueezeLast(gradient!), undefined],
  });
}

function unsqueezeLast(tensor: Tensor): Tensor {
  const axis = tensor.graph.constant(BigInt64Array.of(-1n));
  return single("Unsqueeze", [tensor, axis], [...tensor.shape, 1]);
}

/** Zeros in the shape of `like` with `values` at `columns` of each row. */
function placeElements(like: Tensor, columns: Tensor, values: Tensor): Tensor {
  const shape = single("Shape", [like], [like.shape.length], { elementType: "int64" });
  const zeros = single("Expand", [like.graph.scalar(0), shape], like.shape);
  return single("ScatterElements", [zeros, columns, values], like.shape, {
    attributes: { axis: like.shape.length - 1 },
  });
}

function toInt64(indices: Tensor): Tensor {
  return single("Cast", [indices], indices.shape, { elementType: "int64", attributes: { to: 7 } });
}

function requireIndices(indices: Tensor, operator: string): void {
  if (indices.type !== "int64") requireType(indices, "int32", operator);
}
