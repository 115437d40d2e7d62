import { add, log, multiply, negate } from "../operators/elementwise.js";
import { softmax } from "../operators/normalise.js";
import type { Tensor } from "../tensor.js";
import type { Builder } from "./layers.js";

/**
 * Softmax along the last axis of (x + g) / temperature, with Gumbel's noise g = -ln(-ln u), u uniform, in a
 * graph for training (Jang et al. 2017, equation 2); of x / temperature elsewhere. The noise depends on seed,
 * layer and step alone.
 */
export function gumbelSoftmax(
  builder: Builder,
  name: string,
  x: Tensor,
  temperature: number,
): Tensor {
  const { graph, isTraining, seed } = builder;
  return graph.inLayer(name, () => {
    if (!isTraining) return softmax(multiply(x, 1 / temperature));
    const noise = negate(log(negate(log(graph.randomUniform(x.shape, seed)))));
    return softmax(multiply(add(x, noise), 1 / temperature));
  });
}
