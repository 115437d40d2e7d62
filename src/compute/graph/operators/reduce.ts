/** Sums, means and maxima over axes; and the inverse, repeating along axes. */
import { axisIndex, isSameShape, type Shape } from "../axis.js";
import type { Tensor } from "../tensor.js";
import { divide, equal, multiply, select } from "./elementwise.js";
import { single, whereOf } from "./operand.js";
import { reshape } from "./shape.js";

/** Which axes to reduce (default all; negative ones count from the last) and whether they stay, of size 1. */
export interface ReduceOptions {
  readonly axes?: readonly number[];
  readonly keepAxes?: boolean;
}

/** Sum over axes. */
export function sum(tensor: Tensor, options: ReduceOptions = {}): Tensor {
  return reduce("ReduceSum", tensor, options, (gradient, kept) =>
    repeatTo(reshape(gradient, kept), tensor),
  );
}

/** Mean over axes. */
export function mean(tensor: Tensor, options: ReduceOptions = {}): Tensor {
  const total = sum(tensor, options);
  return divide(total, countOf(tensor, options.axes));
}

/** Largest value over axes; the gradient goes to it, shared by equals. */
export function maximum(tensor: Tensor, options: ReduceOptions = {}): Tensor {
  const largest = reduce("ReduceMax", tensor, options, (gradient, kept, output) => {
    const isLargest = equal(tensor, reshape(output, kept));
    const share = select(isLargest, 1, 0);
    const axes = options.axes ?? tensor.shape.map((_axis, at) => at);
    const shared = divide(share, sum(share, { axes, keepAxes: true }));
    return multiply(shared, reshape(gradient, kept));
  });
  return largest;
}

/** How many elements are behind each reduced one, as a tensor without axes; sizes may have names. */
export function countOf(tensor: Tensor, axes?: readonly number[]): Tensor {
  const chosen = (axes ?? tensor.shape.map((_axis, at) => at)).map((axis) =>
    axisIndex(axis, tensor.shape, whereOf("countOf", tensor)),
  );
  const fixed = chosen
    .map((at) => tensor.shape[at])
    .filter((axis): axis is number => typeof axis === "number")
    .reduce((product, size) => product * size, 1);
  let count = tensor.graph.scalar(fixed);
  for (const at of chosen) {
    if (typeof tensor.shape[at] === "string") count = multiply(count, sizeAlong(tensor, at));
  }
  return count;
}

/** Repeats `tensor` along axes of size 1 to the shape of `like`. */
export function repeatTo(tensor: Tensor, like: Tensor): Tensor {
  if (isSameShape(tensor.shape, like.shape)) return tensor;
  const target = single("Shape", [like], [like.shape.length], { elementType: "int64" });
  return single("Expand", [tensor, target], like.shape, {
    backward: ([gradient]) => [sumTo(gradient!, tensor.shape), undefined],
  });
}

/** Sums `tensor` over the axes along which a tensor of `shape` was repeated to give it. */
export function sumTo(tensor: Tensor, shape: Shape): Tensor {
  if (isSameShape(tensor.shape, shape)) return tensor;
  const missing = tensor.shape.length - shape.length;
  const axes = tensor.shape
    .map((_axis, at) => at)
    .filter((at) => at < missing || (shape[at - missing] === 1 && tensor.shape[at] !== 1));
  return reshape(sum(tensor, { axes, keepAxes: true }), shape);
}

/** The size of one axis as a number in the graph. */
function sizeAlong(tensor: Tensor, at: number): Tensor {
  const size = single("Shape", [tensor], [1], {
    elementType: "int64",
    attributes: { start: at, end: at + 1 },
  });
  const number = single("Cast", [size], [1], { attributes: { to: 1 } });
  return reshape(number, []);
}

function reduce(
  type: string,
  tensor: Tensor,
  { axes, keepAxes = false }: ReduceOptions,
  gradientOf: (gradient: Tensor, kept: Shape, output: Tensor) => Tensor,
): Tensor {
  const where = whereOf(type, tensor);
  const chosen = axes?.map((axis) => axisIndex(axis, tensor.shape, where));
  const isReduced = (at: number): boolean => chosen === undefined || chosen.includes(at);
  const kept = tensor.shape.map((axis, at) => (isReduced(at) ? 1 : axis));
  const shape = keepAxes ? kept : tensor.shape.filter((_axis, at) => !isReduced(at));
  const list = chosen ?? tensor.shape.map((_axis, at) => at);
  if (list.length === 0) return tensor;
  const axesTensor = tensor.graph.constant(BigInt64Array.from(list, BigInt));
  return single(type, [tensor, axesTensor], shape, {
    attributes: { keepdims: keepAxes ? 1 : 0 },
    backward: ([gradient], { outputs }) => [gradientOf(gradient!, kept, outputs[0]), undefined],
  });
}
