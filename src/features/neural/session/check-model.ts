/** Holds a model to what a preset expects of it, before anything runs. */
import { MoviolaError, type ErrorCode } from "../../../common/errors.js";
import type { NeuralSession } from "./session.js";
import { shapeText, type TensorInfo } from "./tensor.js";

/** What a preset expects of a model. */
export interface ExpectedModel {
  /** File of the model, for errors. */
  readonly path: string;
  /** Inputs that must be there. */
  readonly required: readonly string[];
  /** Inputs that can be served if they are there. */
  readonly optional: readonly string[];
  /** Dimensions of the first required input. */
  readonly rank: number;
  readonly output: string;
  /** Allowed numbers of dimensions of the output. */
  readonly outputRanks: readonly number[];
  /** Numbers a vector should have; undefined: what the model says. */
  readonly dim?: number;
  /** Dimension of the output that holds the vector's numbers. */
  readonly dimAxis: number;
}

/**
 * Checks names and shapes of inputs and outputs. Throws `E_FEATURE_MODEL_INPUT`,
 * `E_FEATURE_MODEL_OUTPUT`, `E_FEATURE_MODEL_SHAPE`, each with what was expected and got.
 */
export function checkModel(session: NeuralSession, expected: ExpectedModel): void {
  checkInputs(session, expected);
  const output = session.outputs.find((candidate) => candidate.name === expected.output);
  if (output === undefined) {
    throw modelError("E_FEATURE_MODEL_OUTPUT", "A model lacks the output that is read", expected, {
      expected: `an output \`${expected.output}\``,
      got: listed(session.outputs),
      remedy: "Export the model for feature extraction, not for a task with a head of its own",
    });
  }
  const { outputRanks, dim, dimAxis } = expected;
  const size = output.shape[dimAxis];
  const fits = dim === undefined || typeof size === "string" || size === dim;
  if (outputRanks.includes(output.shape.length) && fits) return;
  throw shapeError(expected, shapeText(output.shape));
}

/** The error of an output whose shape is not as it should be. */
export function shapeError(expected: ExpectedModel, got: string): MoviolaError {
  const { output, outputRanks, dim, dimAxis } = expected;
  const size = dim === undefined ? "" : `, number ${dimAxis + 1} of them ${dim}`;
  return modelError(
    "E_FEATURE_MODEL_SHAPE",
    "An output has another shape than it should",
    expected,
    {
      expected: `\`${output}\` with ${outputRanks.join(" or ")} dimensions${size}`,
      got,
      remedy: "Take the model that the preset names, or describe yours with the preset `custom`",
    },
  );
}

function checkInputs(session: NeuralSession, expected: ExpectedModel): void {
  const { required, optional, rank } = expected;
  const known = [...required, ...optional];
  const names = session.inputs.map((input) => input.name);
  const main = session.inputs.find((input) => input.name === required[0]);
  const fits =
    required.every((name) => names.includes(name)) && names.every((name) => known.includes(name));
  if (fits && main?.shape.length === rank) return;
  const also = optional.length > 0 ? `; it may have ${optional.join(", ")}` : "";
  throw modelError("E_FEATURE_MODEL_INPUT", "A model has other inputs than can be fed", expected, {
    expected: `${required.join(", ")} with ${rank} dimensions${also}`,
    got: listed(session.inputs),
    remedy: "Take the export of the part that encodes texts or images alone",
  });
}

function listed(infos: readonly TensorInfo[]): string {
  return infos.map(({ name, shape }) => `${name} ${shapeText(shape)}`).join(", ") || "none";
}

function modelError(
  code: ErrorCode,
  summary: string,
  { path }: ExpectedModel,
  details: { readonly expected: string; readonly got: string; readonly remedy: string },
): MoviolaError {
  return new MoviolaError(code, summary, { where: path, ...details });
}
