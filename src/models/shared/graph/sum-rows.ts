import { matMul, type Tensor } from "../../../compute/graph/index.js";

/**
 * Sum over the last axis, `[.. x width]` to `[.. x 1]`, as a product with ones. The runtime's own sum adds in an
 * order that depends on where a row lies in memory, unless the width is a multiple of 4: so a pair's
 * prediction would depend on the others of its batch, in the last bit.
 */
export function sumRows(x: Tensor): Tensor {
  const width = x.shape.at(-1) as number;
  return matMul(x, x.graph.constant(new Float32Array(width).fill(1), [width, 1]));
}
