import { add, divide, multiply, sqrt, square, subtract } from "../operators/elementwise.js";
import type { Tensor } from "../tensor.js";
import type { Optimiser } from "./optimiser.js";

/** Settings of {@link adam} and {@link adamW}. */
export interface AdamOptions {
  /** Share of the old mean gradient; default .9. */
  readonly beta1?: number;
  /** Share of the old mean square; default .999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Default 0 for Adam (added to the gradient), .01 for AdamW (taken off the parameter). */
  readonly weightDecay?: number;
}

/**
 * Adam (Kingma and Ba 2015, algorithm 1), in the form of PyTorch's `Adam`; `weightDecay` is an L2 penalty
 * that goes through the moments.
 */
export function adam(options: AdamOptions = {}): Optimiser {
  const { weightDecay = 0 } = options;
  return momentOptimiser("adam", options, {
    penalised: (parameter, gradient) =>
      weightDecay === 0 ? gradient : add(gradient, multiply(parameter, weightDecay)),
    shrunk: (parameter) => parameter,
  });
}

/** AdamW (Loshchilov and Hutter 2019, algorithm 2), in the form of PyTorch's `AdamW`. */
export function adamW(options: AdamOptions = {}): Optimiser {
  const { weightDecay = 0.01 } = options;
  return momentOptimiser("adam-w", options, {
    penalised: (_parameter, gradient) => gradient,
    shrunk: (parameter, learningRate) =>
      subtract(parameter, multiply(parameter, multiply(learningRate, weightDecay))),
  });
}

interface Decay {
  penalised(parameter: Tensor, gradient: Tensor): Tensor;
  shrunk(parameter: Tensor, learningRate: Tensor): Tensor;
}

function momentOptimiser(
  name: string,
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 }: AdamOptions,
  decay: Decay,
): Optimiser {
  return {
    name,
    nMemories: 2,
    // 1 - beta^t, in double precision: single precision would lose the first steps' digits.
    stepNames: ["correction1", "rootCorrection2"],
    stepValues: (step) => [1 - beta1 ** step, Math.sqrt(1 - beta2 ** step)],
    update: (
      parameter,
      gradient,
      [first, second],
      learningRate,
      [correction1, rootCorrection2],
    ) => {
      const penalised = decay.penalised(parameter, gradient);
      const mean = add(multiply(first, beta1), multiply(penalised, 1 - beta1));
      const meanSquare = add(multiply(second, beta2), multiply(square(penalised), 1 - beta2));
      const spread = add(divide(sqrt(meanSquare), rootCorrection2), epsilon);
      const move = divide(multiply(mean, divide(learningRate, correction1)), spread);
      return {
        parameter: subtract(decay.shrunk(parameter, learningRate), move),
        memories: [mean, meanSquare],
      };
    },
  };
}
