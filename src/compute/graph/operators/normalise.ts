/** Softmax over an axis, layer normalisation and lengths over the last one. */
import { axisIndex, isSameShape, shapeError, describeShape, type Shape } from "../axis.js";
import type { Tensor } from "../tensor.js";
import {
  add,
  divide,
  exp,
  log,
  multiply,
  sqrt,
  square,
  stopGradient,
  subtract,
} from "./elementwise.js";
import { single, whereOf } from "./operand.js";
import { maximum, mean, sum, sumTo } from "./reduce.js";
import { squeezeAxis } from "./shape.js";

const last = { axes: [-1], keepAxes: true };

/** e^x over their sum, along an axis (default the last). Throws `E_GRAPH_SHAPE`. */
export function softmax(x: Tensor, axis = -1): Tensor {
  const at = axisIndex(axis, x.shape, whereOf("softmax", x));
  return single("Softmax", [x], x.shape, {
    attributes: { axis: at },
    backward: ([gradient], { outputs: [output] }) => {
      const weighted = multiply(gradient!, output);
      const total = sum(weighted, { axes: [at], keepAxes: true });
      return [subtract(weighted, multiply(output, total))];
    },
  });
}

/** Logarithm of the softmax along an axis (default the last), without underflow. Throws `E_GRAPH_SHAPE`. */
export function logSoftmax(x: Tensor, axis = -1): Tensor {
  const at = axisIndex(axis, x.shape, whereOf("logSoftmax", x));
  return single("LogSoftmax", [x], x.shape, {
    attributes: { axis: at },
    backward: ([gradient], { outputs: [output] }) => {
      const total = sum(gradient!, { axes: [at], keepAxes: true });
      return [subtract(gradient!, multiply(exp(output), total))];
    },
  });
}

/** log of the sum of e^x along an axis (default the last), which it takes away; without overflow. */
export function logSumExp(x: Tensor, axis = -1): Tensor {
  const along = { axes: [axis], keepAxes: true };
  // What is taken away and added again has no gradient, and its own would take as long as all the rest.
  const largest = stopGradient(maximum(x, along));
  const total = add(log(sum(exp(subtract(x, largest)), along)), largest);
  return squeezeAxis(total, axis);
}

/**
 * Layer normalisation along the last axis (Ba et al. 2016): (x - mean) / sqrt(variance + epsilon) * scale
 * + shift, the variance divided by n; `scale` and `shift` are `[last axis]`. Throws `E_GRAPH_SHAPE`.
 */
export function layerNorm(x: Tensor, scale: Tensor, shift: Tensor, epsilon = 1e-5): Tensor {
  const wanted = x.shape.slice(-1);
  for (const each of [scale, shift]) {
    if (!isSameShape(each.shape, wanted)) {
      throw shapeError(whereOf("layerNorm", x), describeShape(wanted), describeShape(each.shape));
    }
  }
  const kept: Shape = [...x.shape.slice(0, -1), 1];
  const [output] = x.graph.addOperation({
    type: "LayerNormalization",
    inputs: [x, scale, shift],
    // Mean and 1 / standard deviation of each row come with it; the gradient needs them.
    outputs: [x.shape, kept, kept].map((shape) => ({ shape, type: "float32" as const })),
    attributes: { axis: -1, epsilon },
    backward: ([gradient], { outputs: [, rowMean, inverseDeviation] }) => {
      const normal = multiply(subtract(x, rowMean), inverseDeviation);
      const scaled = multiply(gradient!, scale);
      const centred = subtract(scaled, mean(scaled, last));
      const along = multiply(normal, mean(multiply(scaled, normal), last));
      return [
        multiply(subtract(centred, along), inverseDeviation),
        sumTo(multiply(gradient!, normal), scale.shape),
        sumTo(gradient!, shift.shape),
      ];
    },
  });
  return output;
}

/** Length 1 along an axis (default the last); where the square of a length is below `epsilon` it stays short. */
export function unitLength(x: Tensor, epsilon = 1e-12, axis = -1): Tensor {
  return divide(x, sqrt(add(sum(square(x), { axes: [axis], keepAxes: true }), epsilon)));
}

/** Cosine of rows along the last axis, which it takes away; shapes as in elementwise operators. */
export function cosine(a: Tensor, b: Tensor): Tensor {
  return sum(multiply(unitLength(a), unitLength(b)), { axes: [-1] });
}
