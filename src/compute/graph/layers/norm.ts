import { describeShape, shapeError } from "../axis.js";
import { layerNorm } from "../operators/normalise.js";
import type { Tensor } from "../tensor.js";
import { constantly } from "./initial.js";
import { parameter, type Builder } from "./layers.js";

/** Layer normalisation `name` over the last axis, with learned scale (1 at first) and shift (0). */
export function normalised(builder: Builder, name: string, x: Tensor, epsilon = 1e-5): Tensor {
  return builder.graph.inLayer(name, () => {
    const width = x.shape.at(-1);
    if (typeof width !== "number") {
      throw shapeError(name, "a last axis of known size", describeShape(x.shape));
    }
    const scale = parameter(builder, "scale", [width], constantly(1));
    const shift = parameter(builder, "shift", [width], constantly(0));
    return layerNorm(x, scale, shift, epsilon);
  });
}
