/** Gates: how much of a vector passes, and how several vectors share in one. */
import { sigmoid, tanh } from "../operators/activations.js";
import { multiply } from "../operators/elementwise.js";
import { softmax } from "../operators/normalise.js";
import { sum } from "../operators/reduce.js";
import { concat, expandAxis, squeezeAxis } from "../operators/shape.js";
import { describeShape, shapeError } from "../axis.js";
import type { Tensor } from "../tensor.js";
import { dense } from "./dense.js";
import type { Builder } from "./layers.js";

/**
 * x * sigmoid(context W + b), element by element: `x` `[.. x width]`, `context` `[.. x any]`. Throws
 * `E_GRAPH_SHAPE`.
 */
export function sigmoidGate(builder: Builder, name: string, x: Tensor, context: Tensor): Tensor {
  return builder.graph.inLayer(name, () => {
    const width = x.shape.at(-1);
    if (typeof width !== "number") {
      throw shapeError(name, "a last axis of known size", describeShape(x.shape));
    }
    return multiply(x, sigmoid(dense(builder, "gate", context, width)));
  });
}

/** Settings of {@link softmaxGate}. */
export interface SoftmaxGateOptions {
  /**
   * When given, each vector is judged by itself, all by the same weights: tanh(x W + b) q, with W
   * `[width x hiddenSize]`. Default: all together, [x_1 .. x_n] W + b.
   */
  readonly hiddenSize?: number;
}

/** What {@link softmaxGate} gives. */
export interface Mixed {
  /** `[.. x width]` */
  readonly output: Tensor;
  /** `[.. x n]` each row adds up to 1. */
  readonly shares: Tensor;
}

/**
 * One vector of several, such as those of modalities: the sum of shares times vectors, the shares a softmax
 * of scores that the vectors decide. `vectors` are of the same shape `[.. x width]`. Throws `E_GRAPH_SHAPE`.
 */
export function softmaxGate(
  builder: Builder,
  name: string,
  vectors: readonly Tensor[],
  { hiddenSize }: SoftmaxGateOptions = {},
): Mixed {
  return builder.graph.inLayer(name, () => {
    const stack = concat(
      vectors.map((vector) => expandAxis(vector, -2)),
      -2,
    );
    const shares = softmax(
      hiddenSize === undefined
        ? dense(builder, "score", concat(vectors, -1), vectors.length)
        : ownScores(builder, stack, hiddenSize),
    );
    return { output: sum(multiply(stack, expandAxis(shares, -1)), { axes: [-2] }), shares };
  });
}

/** `[.. x n x width]` to `[.. x n]`. */
function ownScores(builder: Builder, stack: Tensor, hiddenSize: number): Tensor {
  const hidden = tanh(dense(builder, "hidden", stack, hiddenSize));
  return squeezeAxis(dense(builder, "score", hidden, 1, { hasBias: false }), -1);
}
