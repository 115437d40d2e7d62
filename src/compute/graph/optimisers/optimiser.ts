import type { Tensor } from "../tensor.js";

/** A parameter after a step, with what the optimiser remembers of it, each of the parameter's shape. */
export interface Updated {
  readonly parameter: Tensor;
  /** As many as `nMemories`. */
  readonly memories: readonly Tensor[];
}

/** How parameters follow their gradients; its update is part of the graph. */
export interface Optimiser {
  /** For messages and checkpoints, such as `adam`. */
  readonly name: string;
  /** Tensors that it keeps for each parameter, in the parameter's shape, 0 at first. */
  readonly nMemories: number;
  /** Names of the numbers that change from step to step, besides `learningRate`. */
  readonly stepNames: readonly string[];
  /** Those numbers at step `step`, counted from 1. */
  stepValues(step: number): readonly number[];
  /** Adds the update of one parameter to the graph; `learningRate` and `steps` have no axes. */
  update(
    parameter: Tensor,
    gradient: Tensor,
    memories: readonly Tensor[],
    learningRate: Tensor,
    steps: readonly Tensor[],
  ): Updated;
}
