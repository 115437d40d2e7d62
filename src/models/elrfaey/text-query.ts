import { MoviolaError } from "../../common/errors.js";
import type { AnyModel } from "../contract.js";
import { openEncoder } from "./encode.js";
import { readElrfaeySettings } from "./settings.js";
import { fittedState, parametersOf, sideVectors, tokenSpecs } from "./state.js";
import { itemRow } from "./tokens.js";
import { isPlain } from "./zero-shot.js";

/**
 * A text that belongs to no item, in the space of the model's sides, `[width]` of length 1, for
 * `findCrossModal`. `features`: what the extractor of the modality `text` gives for it. Throws
 * `E_MODEL_FEATURES` for another number of numbers, one that is not finite, or a model without text,
 * `E_MODEL_STATE`, `E_MODEL_UNFITTED`.
 */
export async function encodeElrfaeyText(
  model: AnyModel,
  features: Float32Array,
): Promise<Float32Array> {
  const state = fittedState(model);
  const specs = tokenSpecs(state);
  const at = specs.tokens.findIndex(({ name }) => name === "text");
  const dim = sideVectors(state, "text") === undefined ? undefined : specs.tokens[at]?.dim;
  if (dim !== features.length || !features.every(Number.isFinite)) {
    throw featuresError(dim, features);
  }
  const settings = readElrfaeySettings(state.config);
  const item = itemRow(specs, at, features);
  if (settings.regime === "zero-shot" && isPlain(settings.variant)) return item.tokens[at].values;
  const encoder = await openEncoder(item, settings, 0);
  try {
    const { sides } = await encoder.encode(parametersOf(state, encoder.initial));
    return sides.text!.vectors;
  } finally {
    await encoder.close();
  }
}

function featuresError(dim: number | undefined, features: Float32Array): MoviolaError {
  return new MoviolaError("E_MODEL_FEATURES", "The model cannot encode this text", {
    where: "features",
    expected: dim === undefined ? 'a model with a modality "text"' : `${dim} finite numbers`,
    got: `${features.length} numbers`,
    remedy: "Extract the text's features as those of the fit were",
  });
}
