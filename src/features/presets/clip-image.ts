/**
 * CLIP ViT-B/32, the image half: the class token projected into the space that `clip-text` shares; 512
 * numbers, not scaled.
 */
import { imageEntry } from "../neural/entry.js";
import { clipPixels } from "../neural/pixels/known-pixels.js";
import type { PresetEntry } from "../contract.js";

/** Images in CLIP's space. */
export const clipImage: PresetEntry = imageEntry(
  {
    id: "clip-image",
    title: "CLIP ViT-B/32, images",
    dim: 512,
    layer: "image_embeds",
    licence: "MIT",
    source: "Radford et al. 2021; openai/clip-vit-base-patch32",
  },
  { revision: "d15189d7028b43f1d3e65039190477f6af591c2a", precision: "fp32" },
  {
    model: "Xenova/clip-vit-base-patch32",
    file: "vision_model",
    input: "pixel_values",
    output: "image_embeds",
    pooling: "pooled",
    unitLength: false,
    pixels: clipPixels,
  },
);
