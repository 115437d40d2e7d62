import { MoviolaError } from "../../common/errors.js";
import type { AnyModel } from "../contract.js";
import { floatArray } from "../shared/state-arrays.js";
import { fittedState, modalityNames } from "./state.js";

/** Where the attention of items goes. */
export interface ElrfaeyAttention {
  /** In the order of the columns: texts first, then images. */
  readonly modalities: readonly string[];
  /**
   * `[nItems x modalities]` shares of the attention of an item's text, the mean over heads; they add up to 1.
   * A text attends to images alone: with one image its share is 1 whatever was learned. 0 throughout for an
   * item without text or without image.
   */
  readonly ofText: Float32Array;
  /**
   * `[nItems x modalities]` shares of the attention of an item's images, the mean over heads and images;
   * they add up to 1. An image attends to text and images. 0 throughout for an item without image.
   */
  readonly ofImage: Float32Array;
  /** `[nItems x modalities]` the mean of both, of the items that have both; else the one there is. */
  readonly mass: Float32Array;
}

/**
 * Attention mass by item and modality of a fitted `elrfaey` with the variant `fused`. Attention says what a
 * vector was mixed from, not what a score is due to. Throws `E_MODEL_CONFIG` for another variant,
 * `E_MODEL_STATE` for another model, `E_MODEL_UNFITTED`.
 */
export function elrfaeyAttention(model: AnyModel): ElrfaeyAttention {
  const state = fittedState(model);
  const modalities = modalityNames(state);
  const { variant } = state.config;
  if (variant !== "fused") {
    throw new MoviolaError("E_MODEL_CONFIG", "This variant of the model has no attention", {
      where: "variant",
      expected: "fused",
      got: JSON.stringify(variant),
      remedy: 'Fit the model with `variant: "fused"`',
    });
  }
  const length = state.nItems * modalities.length;
  const shares = (name: string): Float32Array =>
    state.arrays[name] === undefined ? new Float32Array(length) : floatArray(state, name, length);
  const [ofText, ofImage] = [shares("attentionOfText"), shares("attentionOfImage")];
  return { modalities, ofText, ofImage, mass: meanRows(ofText, ofImage, modalities.length) };
}

function meanRows(one: Float32Array, other: Float32Array, width: number): Float32Array {
  const mean = new Float32Array(one.length);
  for (let start = 0; start < one.length; start += width) {
    const rows = [one, other].map((array) => array.subarray(start, start + width));
    const given = rows.filter((row) => row.some((share) => share > 0));
    for (let at = 0; at < width; at++) {
      const sum = given.reduce((total, row) => total + row[at], 0);
      mean[start + at] = given.length === 0 ? 0 : sum / given.length;
    }
  }
  return mean;
}
