import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";

/** Values of one task; the compiled kernel has the same number. */
const valuesPerTask = 16384;

/** One step of Adam for every value, whose gradient is 0 afterwards. */
const kernel: Kernel<
  [
    nValues: number,
    stepSize: number,
    rootCorrection: number,
    firstDecay: number,
    firstRate: number,
    secondDecay: number,
    secondRate: number,
    epsilon: number,
    regularisation: number,
    parameters: Float32Array,
    gradient: Float32Array,
    firstMoment: Float32Array,
    secondMoment: Float32Array,
  ]
> = {
  name: "adamStep",
  twin: (
    task,
    _slot,
    nValues,
    stepSize,
    rootCorrection,
    firstDecay,
    firstRate,
    secondDecay,
    secondRate,
    epsilon,
    regularisation,
    parameters,
    gradient,
    firstMoment,
    secondMoment,
  ) => {
    const first = task * valuesPerTask;
    for (let at = first; at < Math.min(first + valuesPerTask, nValues); at++) {
      const slope = gradient[at] + regularisation * parameters[at];
      firstMoment[at] = firstDecay * firstMoment[at] + firstRate * slope;
      secondMoment[at] = secondDecay * secondMoment[at] + secondRate * slope * slope;
      const size = Math.sqrt(secondMoment[at]) * rootCorrection + epsilon;
      parameters[at] -= (stepSize * firstMoment[at]) / size;
      gradient[at] = 0;
    }
  },
};

/** Settings of Adam besides the learning rate. */
export interface AdamOptions {
  /** Decay of the first moment, 0 to below 1; default 0.9. */
  readonly firstDecay?: number;
  /** Decay of the second moment, 0 to below 1; default 0.999. */
  readonly secondDecay?: number;
  /** Default 1e-8. */
  readonly epsilon?: number;
  /** Added to the gradient, times the parameter (L2, not decoupled); default 0. */
  readonly regularisation?: number;
}

/** Parameters that Adam moves, with all that it remembers of them. */
export interface AdamState {
  /** `[n]` */
  readonly parameters: Float32Array;
  /** `[n]` what the next step goes against; {@link adamStep} sets it to 0. */
  readonly gradient: Float32Array;
  /** `[n]` */
  readonly firstMoment: Float32Array;
  /** `[n]` */
  readonly secondMoment: Float32Array;
  /** Steps taken. */
  steps: number;
}

/** State of Adam before its first step for `parameters`, an array of `workspace`. */
export function createAdam(workspace: Workspace, parameters: Float32Array): AdamState {
  const { length } = parameters;
  return {
    parameters,
    gradient: workspace.float32(length),
    firstMoment: workspace.float32(length),
    secondMoment: workspace.float32(length),
    steps: 0,
  };
}

/**
 * One step of Adam over all parameters of `state`, whose gradient is 0 afterwards. With gradient g
 * (plus regularisation times the parameter p) and step t,
 *   m = b1 m + (1 - b1) g,  v = b2 v + (1 - b2) g^2,
 *   p -= learningRate / (1 - b1^t) * m / (sqrt(v) / sqrt(1 - b2^t) + epsilon).
 * Source: Kingma and Ba, ICLR 2015, algorithm 1, with epsilon where PyTorch's `torch.optim.Adam` has it.
 */
export function adamStep(
  pool: ComputePool,
  state: AdamState,
  learningRate: number,
  options: AdamOptions = {},
): void {
  const { firstDecay = 0.9, secondDecay = 0.999, epsilon = 1e-8, regularisation = 0 } = options;
  const { parameters, gradient, firstMoment, secondMoment } = state;
  state.steps++;
  const nTasks = Math.ceil(parameters.length / valuesPerTask);
  pool.run(
    kernel,
    nTasks,
    parameters.length,
    learningRate / (1 - firstDecay ** state.steps),
    1 / Math.sqrt(1 - secondDecay ** state.steps),
    firstDecay,
    1 - firstDecay,
    secondDecay,
    // In single precision 1 - 0.999 would be off by 1e-5.
    1 - secondDecay,
    epsilon,
    regularisation,
    parameters,
    gradient,
    firstMoment,
    secondMoment,
  );
}
