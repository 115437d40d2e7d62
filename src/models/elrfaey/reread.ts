import type { FitInput } from "../contract.js";
import type { Learned } from "../shared/learned.js";
import { positiveTable } from "../shared/positive-table.js";
import { rereadModalities } from "../shared/reread-features.js";
import type { ModelState } from "../state.js";
import { openEncoder } from "./encode.js";
import type { EncodedItems } from "./encoded-items.js";
import type { ElrfaeySettings } from "./settings.js";
import { parametersOf, stateOf, tokenSpecs } from "./state.js";
import { unitRows, type ItemTokens } from "./tokens.js";
import { encodeZeroShot, isPlain } from "./zero-shot.js";

/**
 * Items encoded from other features by the parameters of `state`, and the profiles of users made of them. Rows are
 * taken less the means of the fit; a modality that is absent is masked. Throws `E_MODEL_FEATURES`,
 * `E_MODEL_STATE`.
 */
export async function rereadElrfaey(
  state: ModelState,
  input: FitInput,
  settings: ElrfaeySettings,
): Promise<Learned> {
  const table = positiveTable(input);
  const items = itemsOf(state, input);
  if (settings.regime === "zero-shot" && isPlain(settings.variant)) {
    const encoded: EncodedItems = encodeZeroShot(items, settings.variant);
    return stateOf({ table, items, encoded, parameters: {} });
  }
  const encoder = await openEncoder(items, settings, input.seed);
  try {
    const parameters = parametersOf(state, encoder.initial);
    const encoded = await encoder.encode(parameters);
    return stateOf({ table, items, encoded, parameters });
  } finally {
    await encoder.close();
  }
}

function itemsOf(state: ModelState, input: FitInput): ItemTokens {
  const { tokens, nText } = tokenSpecs(state);
  const { nItems } = state;
  const dims = new Map(tokens.map(({ name, dim }) => [name, dim]));
  const given = rereadModalities(input, state.id, dims);
  const present = new Uint8Array(nItems * tokens.length);
  const own = tokens.map((token, at) => {
    const modality = given.get(token.name);
    if (modality === undefined) return { ...token, values: new Float32Array(nItems * token.dim) };
    modality.missing.forEach((mark, item) => {
      present[item * tokens.length + at] = mark === 0 ? 1 : 0;
    });
    return { ...token, values: unitRows(modality, token.mean) };
  });
  return { nItems, tokens: own, nText, present };
}
