/**
 * BERT base uncased, the mean of the last layer's rows over the attention mask, so over all tokens,
 * [CLS] and [SEP] among them; 768 numbers. Token limits as of `bert-cls`.
 */
import { textEntry } from "../neural/entry.js";
import type { PresetEntry } from "../contract.js";

/** The mean of BERT base uncased's rows. */
export const bertMean: PresetEntry = textEntry(
  {
    id: "bert-mean",
    title: "BERT base uncased, mean of the rows",
    dim: 768,
    layer: "last_hidden_state",
    licence: "Apache-2.0",
    source: "Devlin et al. 2019; Reimers and Gurevych 2019, MEAN pooling",
  },
  { revision: "86b5e0934494bd15c9632b12f734a8a67f723594", precision: "fp32" },
  {
    model: "google-bert/bert-base-uncased",
    file: "model",
    input: "input_ids",
    output: "last_hidden_state",
    pooling: "mean",
    unitLength: false,
    tokenLimit: 256,
  },
);
