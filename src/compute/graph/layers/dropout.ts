import { MoviolaError } from "../../../common/errors.js";
import { indicator, multiply } from "../operators/elementwise.js";
import type { Tensor } from "../tensor.js";
import type { Builder } from "./layers.js";

/**
 * Sets a share `rate` of the elements to 0 and scales the others by 1 / (1 - rate), in a graph for
 * training; elsewhere it does nothing (Srivastava et al. 2014). Which elements depends on seed, layer and
 * step alone. Throws `E_GRAPH_OPTION` for a rate outside 0 .. 1.
 */
export function dropout(builder: Builder, name: string, x: Tensor, rate: number): Tensor {
  if (!(rate >= 0 && rate < 1)) {
    throw new MoviolaError("E_GRAPH_OPTION", "A layer has a setting it cannot have", {
      where: `dropout ${name}`,
      expected: "a rate from 0 to below 1",
      got: String(rate),
    });
  }
  const { graph, isTraining, seed } = builder;
  if (!isTraining || rate === 0) return x;
  return graph.inLayer(name, () =>
    multiply(x, multiply(indicator(graph.randomMask(x.shape, rate, seed)), 1 / (1 - rate))),
  );
}
