import { isMoviolaError, MoviolaError } from "../../../common/errors.js";
import type { FitInput } from "../../contract.js";
import { createFitSteps } from "../fit-steps.js";

/**
 * Runs the training of a graph for the model `id`, with the errors that models have: `E_MODEL_ABORTED` where
 * the caller's signal is aborted, `E_MODEL_DIVERGED` for `E_GRAPH_DIVERGED`.
 */
export async function asFitOf<Result>(
  id: string,
  input: FitInput,
  train: () => Promise<Result>,
): Promise<Result> {
  try {
    return await train();
  } catch (error) {
    // Says so by throwing.
    createFitSteps(id, input);
    if (!isMoviolaError(error, "E_GRAPH_DIVERGED")) throw error;
    const { where, expected, got } = error.details;
    throw new MoviolaError("E_MODEL_DIVERGED", "The training of the network has diverged", {
      ...(where === undefined ? {} : { where }),
      ...(expected === undefined ? {} : { expected }),
      ...(got === undefined ? {} : { got }),
      remedy: "Lower `learningRate`, or set `clipNorm`",
      cause: error,
    });
  }
}
