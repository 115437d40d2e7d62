import type { FitInput } from "../contract.js";

/** What the training of a network holds, in numbers of single precision. */
export interface NetworkNumbers {
  /** Numbers that are learned. */
  readonly parameters: number;
  /** Numbers that the optimiser keeps a parameter; Adam keeps 2. Default 2. */
  readonly memories?: number;
  /** Numbers of the largest step, forward and backward: about twice the outputs of all layers. */
  readonly activations: number;
}

/**
 * About how many bytes a network's training takes: the features as they are given and once more as the
 * graph holds them; parameters and the optimiser's memories, each twice, since a step reads the old and
 * writes the new; and the activations of a step.
 */
export function networkBytes(input: FitInput, numbers: NetworkNumbers): number {
  const { parameters, memories = 2, activations } = numbers;
  const given = Object.values(input.features ?? {});
  const features = given.reduce((sum, { nItems, dim }) => sum + nItems * dim, 0);
  return 4 * (2 * features + 2 * parameters * (1 + memories) + activations);
}
