/**
 * all-MiniLM-L6-v2, a sentence encoder: mean of the last layer's rows over the attention mask, scaled
 * to length 1; 384 numbers; 256 tokens, as the model was trained.
 */
import { textEntry } from "../neural/entry.js";
import type { PresetEntry } from "../contract.js";

/** Sentence vectors of all-MiniLM-L6-v2. */
export const minilm: PresetEntry = textEntry(
  {
    id: "minilm",
    title: "all-MiniLM-L6-v2 sentence vectors",
    dim: 384,
    layer: "last_hidden_state",
    licence: "Apache-2.0",
    source: "sentence-transformers/all-MiniLM-L6-v2; Ducho's and MMRec's usual text encoder kind",
  },
  { revision: "751bff37182d3f1213fa05d7196b954e230abad9", precision: "fp32" },
  {
    model: "Xenova/all-MiniLM-L6-v2",
    file: "model",
    input: "input_ids",
    output: "last_hidden_state",
    pooling: "mean",
    unitLength: true,
    tokenLimit: 256,
  },
);
