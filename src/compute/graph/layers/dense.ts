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
  { hasBias = true, initialise }: DenseOptions = {},
): Tensor {
  return builder.graph.inLayer(name, () => {
    const inputs = x.shape.at(-1);
    if (typeof inputs !== "number") {
      throw shapeError(name, "a last axis of known size", describeShape(x.shape));
    }
    const weight = parameter(builder, "weight", [inputs, outputs], initialise ?? fanInUniform);
    const product = matMul(x, weight);
    if (!hasBias) return product;
    const start = initialise === undefined ? uniformly(1 / Math.sqrt(inputs)) : constantly(0);
    return add(product, parameter(builder, "bias", [outputs], start));
  });
}
