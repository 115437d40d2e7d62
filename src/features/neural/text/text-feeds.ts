import type { NeuralSession } from "../session/session.js";
import type { Feeds, TensorInput } from "../session/tensor.js";

/** Inputs of text models besides `input_ids` that can be served. */
export const optionalTextInputs: readonly string[] = ["attention_mask", "token_type_ids"];

/**
 * Inputs for texts of equal length. Where the model has a fixed length the rows are padded to it and
 * masked; where it is free nothing is padded, so that no vector depends on its neighbours' length.
 */
export function textFeeds(
  session: NeuralSession,
  texts: readonly Int32Array[],
  paddingId: number,
  idsName = "input_ids",
): Feeds {
  const fixed = session.inputs.find((input) => input.name === idsName)?.shape[1];
  const length = typeof fixed === "number" ? fixed : texts[0].length;
  const dims = [texts.length, length];
  const ids = new Int32Array(texts.length * length).fill(paddingId);
  const mask = new Int32Array(texts.length * length);
  texts.forEach((text, row) => {
    ids.set(text.subarray(0, length), row * length);
    mask.fill(1, row * length, row * length + Math.min(length, text.length));
  });
  const all: Record<string, TensorInput> = {
    [idsName]: { data: ids, dims },
    attention_mask: { data: mask, dims },
    token_type_ids: { data: new Int32Array(ids.length), dims },
  };
  const names = session.inputs.map((input) => input.name);
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}
