/**
 * BERT base uncased, the last layer's row of the [CLS] token, 768 numbers. Not the pooler's output:
 * that layer was trained for next-sentence prediction only.
 *
 * Token limits of papers: 32 for titles and 256 for introductions (Xia et al.), 128 (Cooper); set
 * `tokenLimit`. Default 256, for titles and plots in one text.
 */
import { textEntry } from "../neural/entry.js";
import type { PresetEntry } from "../contract.js";

/** The [CLS] row of BERT base uncased. */
export const bertCls: PresetEntry = textEntry(
  {
    id: "bert-cls",
    title: "BERT base uncased, [CLS] row",
    dim: 768,
    layer: "last_hidden_state",
    licence: "Apache-2.0",
    source: "Devlin et al. 2019; Xia et al.: title 32 and introduction 256 tokens; Cooper: 128",
  },
  { revision: "86b5e0934494bd15c9632b12f734a8a67f723594", precision: "fp32" },
  {
    model: "google-bert/bert-base-uncased",
    file: "model",
    input: "input_ids",
    output: "last_hidden_state",
    pooling: "cls",
    unitLength: false,
    tokenLimit: 256,
  },
);
