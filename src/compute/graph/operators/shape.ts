/** Operators that move elements without changing them. */
import { axisIndex, describeShape, isSameShape, productOf, shapeError } from "../axis.js";
import type { Axis, Shape } from "../axis.js";
import type { Tensor } from "../tensor.js";
import { single, whereOf } from "./operand.js";

/**
 * The same elements in the same order with other axes. At most one axis of `shape` may have a name, and
 * the named sizes of both shapes must multiply to the same. Throws `E_GRAPH_SHAPE`.
 */
export function reshape(tensor: Tensor, shape: Shape): Tensor {
  if (isSameShape(tensor.shape, shape)) return tensor;
  const size = productOf(tensor.shape);
  if (size === undefined || size !== productOf(shape)) {
    throw shapeError(
      whereOf("reshape", tensor),
      `as many elements as ${describeShape(tensor.shape)} has`,
      describeShape(shape),
    );
  }
  const sizes = BigInt64Array.from(shape, (axis) => BigInt(typeof axis === "number" ? axis : -1));
  return single("Reshape", [tensor, tensor.graph.constant(sizes)], shape, {
    elementType: tensor.type,
    backward: ([gradient]) => [reshape(gradient!, tensor.shape), undefined],
  });
}

/** A new axis of size 1 at place `axis` of the result (-1: the last); works with any named axes. */
export function expandAxis(tensor: Tensor, axis: number): Tensor {
  const places = [...tensor.shape, 1];
  const at = axisIndex(axis, places, whereOf("expandAxis", tensor));
  const shape = [...tensor.shape.slice(0, at), 1, ...tensor.shape.slice(at)];
  return single("Unsqueeze", [tensor, axisConstant(tensor, at)], shape, {
    elementType: tensor.type,
    backward: ([gradient]) => [squeezeAxis(gradient!, at), undefined],
  });
}

/** Takes away an axis of size 1. Throws `E_GRAPH_SHAPE` for another size. */
export function squeezeAxis(tensor: Tensor, axis: number): Tensor {
  const where = whereOf("squeezeAxis", tensor);
  const at = axisIndex(axis, tensor.shape, where);
  if (tensor.shape[at] !== 1) {
    throw shapeError(where, `an axis ${at} of size 1`, describeShape(tensor.shape));
  }
  const shape = tensor.shape.filter((_size, position) => position !== at);
  return single("Squeeze", [tensor, axisConstant(tensor, at)], shape, {
    elementType: tensor.type,
    backward: ([gradient]) => [expandAxis(gradient!, at), undefined],
  });
}

function axisConstant(tensor: Tensor, at: number): Tensor {
  return tensor.graph.constant(BigInt64Array.of(BigInt(at)));
}

/** Axes in another order: axis k of the result is axis `order[k]`; default: the last two exchanged. */
export function transpose(tensor: Tensor, order?: readonly number[]): Tensor {
  const rank = tensor.shape.length;
  const chosen = order ?? [...Array(rank - 2).keys(), rank - 1, rank - 2];
  const where = whereOf("transpose", tensor);
  const sorted = [...chosen].sort((a, b) => a - b);
  if (sorted.length !== rank || sorted.some((axis, at) => axis !== at)) {
    throw shapeError(
      where,
      `each axis of ${describeShape(tensor.shape)} once`,
      `[${chosen.join(", ")}]`,
    );
  }
  const inverse = chosen.map((_axis, at) => chosen.indexOf(at));
  return single(
    "Transpose",
    [tensor],
    chosen.map((axis) => tensor.shape[axis]),
    {
      elementType: tensor.type,
      attributes: { perm: chosen },
      backward: ([gradient]) => [transpose(gradient!, inverse)],
    },
  );
}

/** Tensors one behind the other along an axis; all other axes are the same. Throws `E_GRAPH_SHAPE`. */
export function concat(tensors: readonly Tensor[], axis: number): Tensor {
  const [first] = tensors;
  const where = whereOf("concat", first);
  const at = axisIndex(axis, first.shape, where);
  for (const other of tensors) {
    const fits =
      other.shape.length === first.shape.length &&
      other.shape.every((size, position) => position === at || size === first.shape[position]);
    if (!fits) {
      throw shapeError(
        where,
        `shapes like ${describeShape(first.shape)} but for axis ${at}`,
        describeShape(other.shape),
      );
    }
  }
  const sizes = tensors.map((tensor) => fixedSize(tensor, at, where));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const shape = first.shape.map((size, position) => (position === at ? total : size));
  return single("Concat", tensors, shape, {
    elementType: first.type,
    attributes: { axis: at },
    backward: ([gradient]) => {
      let start = 0;
      return sizes.map((size) => slice(gradient!, at, start, (start += size)));
    },
  });
}

/** The part `start .. end - 1` along an axis whose size is known. Throws `E_GRAPH_SHAPE`. */
export function slice(tensor: Tensor, axis: number, start: number, end: number): Tensor {
  const where = whereOf("slice", tensor);
  const at = axisIndex(axis, tensor.shape, where);
  const size = fixedSize(tensor, at, where);
  if (!(start >= 0 && start < end && end <= size)) {
    throw shapeError(where, `a part of 0 .. ${size - 1} of axis ${at}`, `${start} .. ${end - 1}`);
  }
  if (start === 0 && end === size) return tensor;
  const whole = (value: number): Tensor => tensor.graph.constant(BigInt64Array.of(BigInt(value)));
  const shape: Axis[] = tensor.shape.map((old, position) => (position === at ? end - start : old));
  return single("Slice", [tensor, whole(start), whole(end), whole(at)], shape, {
    elementType: tensor.type,
    backward: ([gradient]) => [
      pad(gradient!, at, start, size - end),
      undefined,
      undefined,
      undefined,
    ],
  });
}

/** Zeros before and behind along an axis. */
export function pad(tensor: Tensor, axis: number, before: number, behind: number): Tensor {
  const where = whereOf("pad", tensor);
  const at = axisIndex(axis, tensor.shape, where);
  const size = fixedSize(tensor, at, where);
  const rank = tensor.shape.length;
  const pads = new BigInt64Array(2 * rank);
  pads[at] = BigInt(before);
  pads[rank + at] = BigInt(behind);
  const shape = tensor.shape.map((old, position) =>
    position === at ? size + before + behind : old,
  );
  return single("Pad", [tensor, tensor.graph.constant(pads)], shape, {
    backward: ([gradient]) => [slice(gradient!, at, before, before + size), undefined],
  });
}

function fixedSize(tensor: Tensor, at: number, where: string): number {
  const size = tensor.shape[at];
  if (typeof size === "number") return size;
  throw shapeError(where, `an axis ${at} whose size is known`, describeShape(tensor.shape));
}
