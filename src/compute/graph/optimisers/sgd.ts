import { add, multiply, subtract } from "../operators/elementwise.js";
import type { Optimiser } from "./optimiser.js";

/** Settings of {@link sgd}. */
export interface SgdOptions {
  /** Default 0. */
  readonly momentum?: number;
  /** L2 penalty added to the gradient; default 0. */
  readonly weightDecay?: number;
}

/** Stochastic gradient descent with momentum, as PyTorch's `SGD`: v = momentum v + g; w = w - rate v. */
export function sgd({ momentum = 0, weightDecay = 0 }: SgdOptions = {}): Optimiser {
  return {
    name: "sgd",
    nMemories: momentum === 0 ? 0 : 1,
    stepNames: [],
    stepValues: () => [],
    update: (parameter, gradient, [velocity], learningRate) => {
      const decayed =
        weightDecay === 0 ? gradient : add(gradient, multiply(parameter, weightDecay));
      const moved = momentum === 0 ? decayed : add(multiply(velocity, momentum), decayed);
      return {
        parameter: subtract(parameter, multiply(moved, learningRate)),
        memories: momentum === 0 ? [] : [moved],
      };
    },
  };
}
