/** Scoring with other features than those of the fit, with nothing learned anew. */
import { MoviolaError } from "../../common/errors.js";
import type { FitInput } from "../contract.js";
import type { ModelState } from "../state.js";
import { givenModalities, type Modality } from "./modalities.js";

/** Name of the number of a state that holds how long the vectors of a modality are. */
export const dimName = (modality: string): string => `dim ${modality}`;

/** Lengths of the vectors by modality, as a state holds them under {@link dimName}. */
export function dimsOf({ numbers }: ModelState): ReadonlyMap<string, number> {
  const prefix = dimName("");
  const own = Object.entries(numbers).filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, dim]) => [name.slice(prefix.length), dim]));
}

/**
 * What `input` has in place of the modalities of a fit, whose vectors are `dims` long; absent: no item has it.
 * Throws `E_MODEL_FEATURES` for vectors of another length, and where `modalitiesOf` does.
 */
export function rereadModalities(
  input: FitInput,
  modelId: string,
  dims: ReadonlyMap<string, number>,
): ReadonlyMap<string, Modality> {
  const given = givenModalities(input, modelId).filter(({ name }) => dims.has(name));
  for (const modality of given) checkDim(modality, dims.get(modality.name)!);
  return new Map(given.map((modality) => [modality.name, modality]));
}

/** Throws `E_MODEL_FEATURES` where vectors are not as long as those of the fit. */
export function checkDim({ name, dim }: Pick<Modality, "name" | "dim">, expected: number): void {
  if (dim === expected) return;
  throw new MoviolaError("E_MODEL_FEATURES", "These are not features that the model can read", {
    where: `modality "${name}"`,
    expected: `vectors of ${expected} numbers, as in the fit`,
    got: `vectors of ${dim}`,
    remedy: "Give features of the same extractor, or fit the model on these",
  });
}

/** Throws `E_MODEL_ITEM`, `E_MODEL_USER` where `input` is not of the matrix of the fit. */
export function checkSameMatrix({ nUsers, nItems }: ModelState, { train }: FitInput): void {
  if (train.nItems !== nItems) throw matrixError("E_MODEL_ITEM", "items", nItems, train.nItems);
  if (train.nUsers !== nUsers) throw matrixError("E_MODEL_USER", "users", nUsers, train.nUsers);
}

function matrixError(
  code: "E_MODEL_ITEM" | "E_MODEL_USER",
  what: string,
  expected: number,
  got: number,
): MoviolaError {
  return new MoviolaError(code, "Other features must come with the training part of the fit", {
    where: "withFeatures",
    expected: `${expected} ${what}`,
    got: `${got} ${what}`,
    remedy: "Give the `train` that the model was fitted on",
  });
}

/** `E_MODEL_FIXED`: what the model `id` scores by is made in the fit. */
export function fixedFeaturesError(id: string): MoviolaError {
  return new MoviolaError("E_MODEL_FIXED", `The scores of "${id}" read no item features`, {
    where: "withFeatures",
    expected: "a model that makes its scores from features, such as vbpr, elrfaey, cooper or xia",
    got: `${id}: features, if it has any, shape what it learns, such as graphs and start values`,
    remedy: "Fit it anew: `knockOut` of a run, or `--knock-out NAME=KIND`",
  });
}
