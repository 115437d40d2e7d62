/** Matrix products. */
import { broadcastShape, describeShape, shapeError } from "../axis.js";
import type { Tensor } from "../tensor.js";
import { single, whereOf } from "./operand.js";
import { sumTo } from "./reduce.js";
import { reshape, transpose } from "./shape.js";
import { productOf } from "../axis.js";

/**
 * Matrix product over the last two axes, `[.. x n x k]` times `[.. x k x m]`; axes before them are matched
 * as in elementwise operators. Throws `E_GRAPH_SHAPE`.
 *
 * Batched products that other libraries write as `einsum` are this with `transpose` and `expandAxis`:
 * `bnk,bmk->bnm` is matMul(a, transpose(b)), `bk,bmk->bm` is matMul(b, expandAxis(a, -1)) without its last
 * axis, `bnk,hkm->bhnm` is matMul(expandAxis(a, 1), b).
 */
export function matMul(a: Tensor, b: Tensor): Tensor {
  const where = whereOf("matMul", a);
  if (a.shape.length < 2 || b.shape.length < 2) {
    throw shapeError(
      where,
      "at least two axes each",
      `${describeShape(a.shape)}, ${describeShape(b.shape)}`,
    );
  }
  const [inner, other] = [a.shape.at(-1)!, b.shape.at(-2)!];
  if (inner !== other) {
    throw shapeError(
      where,
      `the last axis of ${describeShape(a.shape)} as long as the last but one of ${describeShape(b.shape)}`,
      `${inner} and ${other}`,
    );
  }
  const outer = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2), where);
  const shape = [...outer, a.shape.at(-2)!, b.shape.at(-1)!];
  return single("MatMul", [a, b], shape, {
    backward: ([gradient]) => [
      sumTo(matMul(gradient!, transpose(b)), a.shape),
      gradientOfRight(a, b, gradient!),
    ],
  });
}

/** a^T g; a matrix that is shared by a batch gets it in one product, not as a sum of many. */
function gradientOfRight(a: Tensor, b: Tensor, gradient: Tensor): Tensor {
  if (b.shape.length > 2 || a.shape.length === 2) {
    return sumTo(matMul(transpose(a), gradient), b.shape);
  }
  const rows = productOf(a.shape.slice(0, -1));
  if (rows === undefined) return sumTo(matMul(transpose(a), gradient), b.shape);
  const flat = reshape(a, [rows, a.shape.at(-1)!]);
  const flatGradient = reshape(gradient, [rows, gradient.shape.at(-1)!]);
  return matMul(transpose(flat), flatGradient);
}
