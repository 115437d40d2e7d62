/**
 * ViT B/16 at 224 pixels, trained on ImageNet-21k: the mean of the last layer's 197 rows, class token and 196 patches,
 * 768 numbers.
 */
import { imageEntry } from "../neural/entry.js";
import { vitPixels } from "../neural/pixels/known-pixels.js";
import type { PresetEntry } from "../contract.js";

/** ViT B/16 224, mean of the rows. */
export const vitMean: PresetEntry = imageEntry(
  {
    id: "vit-mean",
    title: "ViT B/16 224, mean of the rows",
    dim: 768,
    layer: "last_hidden_state",
    licence: "Apache-2.0",
    source: "Dosovitskiy et al. 2021; google/vit-base-patch16-224-in21k",
  },
  { revision: "67e6df636a1fa937c72c17259291a6b3e1204b2c", precision: "fp32" },
  {
    model: "Xenova/vit-base-patch16-224-in21k",
    file: "model",
    input: "pixel_values",
    output: "last_hidden_state",
    pooling: "mean",
    unitLength: false,
    pixels: vitPixels,
  },
);
