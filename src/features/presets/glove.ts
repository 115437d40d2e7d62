/**
 * GloVe word vectors (Twitter, 25 numbers, the 11,925 commonest English words): the mean over the words
 * of a text that are in the vocabulary. A weak sentence encoder: all means lie close together, so
 * centre them, or take the variant that weights by rarity.
 */
import { textEntry } from "../neural/entry.js";
import type { PresetEntry } from "../contract.js";

/** Mean of GloVe vectors. */
export const glove: PresetEntry = textEntry(
  {
    id: "glove",
    title: "GloVe Twitter 25d, mean of the known words",
    dim: 25,
    layer: "word vectors",
    licence: "PDDL-1.0",
    source: "Pennington, Socher and Manning 2014",
  },
  { revision: "as in data/models.json", precision: "fp32" },
  {
    model: "stanfordnlp/glove-twitter-25d-12k",
    file: "model",
    input: "input_ids",
    output: "last_hidden_state",
    pooling: "known-mean",
    unitLength: false,
    tokenLimit: 512,
  },
);
