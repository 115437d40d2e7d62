import { add } from "../operators/elementwise.js";
import { matMul } from "../operators/products.js";
import type { Tensor } from "../tensor.js";
import { shapeError, describeShape } from "../axis.js";
import { constantly, fanInUniform, uniformly, type Initialiser } from "./initial.js";
import { parameter, type Builder } from "./layers.js";

/** Settings of {@link dense}. */
export interface DenseOptions {
  /** Default true. */
  readonly hasBias?: boolean;
  /** Of the weights; default as PyTorch's `Linear`, biases included. */
  readonly initialise?: Initialiser;
}

/** Dense layer `name`: x W + b, `[.. x inputs]` to `[.. x outputs]`. Throws `E_GRAPH_SHAPE`. */
export function dense(
  builder: Builder,
  name: string,
  x: Tensor,
  outputs: number,
  options: DenseOptions = {},
): Tensor {
  const inputs = x.shape.at(-1);
  if (typeof inputs !== "number") {
    throw shapeError(name, "a last axis of known size", describeShape(x.shape));
  }
  return sharedDense(builder, name, [inputs, outputs], options)(x);
}

/** A dense layer that is used in several places: a function from `[.. x inputs]` to `[.. x outputs]`. */
export function sharedDense(
  builder: Builder,
  name: string,
  [inputs, outputs]: readonly [inputs: number, outputs: number],
  { hasBias = true, initialise }: DenseOptions = {},
): (x: Tensor) => Tensor {
  const { graph } = builder;
  return graph.inLayer(name, () => {
    const weight = parameter(builder, "weight", [inputs, outputs], initialise ?? fanInUniform);
    if (!hasBias) return (x) => graph.inLayer(name, () => matMul(x, weight));
    const start = initialise === undefined ? uniformly(1 / Math.sqrt(inputs)) : constantly(0);
    const bias = parameter(builder, "bias", [outputs], start);
    return (x) => graph.inLayer(name, () => add(matMul(x, weight), bias));
  });
}
