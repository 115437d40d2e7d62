/**
 * CLIP ViT-B/32, the text half: 77 tokens, the row of the closing token projected into the space that
 * `clip-image` shares; 512 numbers. Not scaled: cosines need no scaling, and lengths can be looked at.
 */
import { textEntry } from "../neural/entry.js";
import type { PresetEntry } from "../contract.js";

/** Texts in CLIP's space. */
export const clipText: PresetEntry = textEntry(
  {
    id: "clip-text",
    title: "CLIP ViT-B/32, texts",
    dim: 512,
    layer: "text_embeds",
    licence: "MIT",
    source: "Radford et al. 2021; openai/clip-vit-base-patch32",
  },
  { revision: "d15189d7028b43f1d3e65039190477f6af591c2a", precision: "fp32" },
  {
    model: "Xenova/clip-vit-base-patch32",
    file: "text_model",
    input: "input_ids",
    output: "text_embeds",
    pooling: "pooled",
    unitLength: false,
    tokenLimit: 77,
  },
);
