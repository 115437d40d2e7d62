/**
 * ResNet-50 trained on ImageNet: 2,048 numbers after the global average pooling, before the classifier.
 * Images as ConvNeXT's processor makes them, which the model's authors at the hub prescribe: shorter
 * edge 256 (224 / 0.875), bicubic, square of 224 from the centre, ImageNet's mean and deviation.
 */
import { imageEntry } from "../neural/entry.js";
import { resnetPixels } from "../neural/pixels/known-pixels.js";
import type { PresetEntry } from "../contract.js";

/** ResNet-50 after pooling. */
export const resnet50: PresetEntry = imageEntry(
  {
    id: "resnet50",
    title: "ResNet-50 after pooling",
    dim: 2048,
    layer: "pooler_output",
    licence: "Apache-2.0",
    source: "He et al. 2016; Ducho's default image encoder; microsoft/resnet-50",
  },
  { revision: "main", precision: "fp32" },
  {
    model: "microsoft/resnet-50",
    file: "model",
    input: "pixel_values",
    output: "pooler_output",
    pooling: "pooled",
    unitLength: false,
    pixels: resnetPixels,
  },
);
