import { add, divide, multiply, sqrt, square, subtract } from "../operators/elementwise.js";
import type { Operand } from "../operators/operand.js";
import type { Tensor } from "../tensor.js";
import type { Optimiser } from "./optimiser.js";
import { touchedRows, updateRows } from "./row-wise.js";

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
  /**
   * Of a table from which the loss only gathers rows, such as an embedding's, update the rows that a step
   * gathers alone; the others keep values and memories, and no weight decays (PyTorch's `SparseAdam`, whose
   * epsilon is taken over sqrt(1 - beta2^t)). Other parameters are updated as ever. Default false.
   */
  readonly rowWise?: boolean;
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
  { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, rowWise = false }: AdamOptions,
  decay: Decay,
): Optimiser {
  const updateBy =
    (epsilonOf: (rootCorrection2: Tensor) => Operand): Optimiser["update"] =>
    (parameter, gradient, [first, second], learningRate, [correction1, rootCorrection2]) => {
      const penalised = decay.penalised(parameter, gradient);
      const mean = add(multiply(first, beta1), multiply(penalised, 1 - beta1));
      const meanSquare = add(multiply(second, beta2), multiply(square(penalised), 1 - beta2));
      const spread = add(divide(sqrt(meanSquare), rootCorrection2), epsilonOf(rootCorrection2));
      const move = divide(multiply(mean, divide(learningRate, correction1)), spread);
      return {
        parameter: subtract(decay.shrunk(parameter, learningRate), move),
        memories: [mean, meanSquare],
      };
    };
  const [whole, byRows] = [
    updateBy(() => epsilon),
    updateBy((rootCorrection2) => divide(epsilon, rootCorrection2)),
  ];
  return {
    name: rowWise ? `row-wise ${name}` : name,
    nMemories: 2,
    // 1 - beta^t, in double precision: single precision would lose the first steps' digits.
    stepNames: ["correction1", "rootCorrection2"],
    stepValues: (step) => [1 - beta1 ** step, Math.sqrt(1 - beta2 ** step)],
    update: (parameter, gradient, memories, learningRate, steps) => {
      const rows = rowWise ? touchedRows(gradient) : undefined;
      if (rows === undefined) return whole(parameter, gradient, memories, learningRate, steps);
      return updateRows(rows, [parameter, gradient, ...memories], (own, gradients, kept) =>
        byRows(own, gradients, kept, learningRate, steps),
      );
    },
  };
}
