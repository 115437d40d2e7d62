/**
 * MobileNetV2 1.0 at 224 pixels trained on ImageNet: 1,280 numbers after the global average pooling.
 * Weights in int8 with a scale a channel, computed with as floats. Small enough for any machine. Of runs
 * of 1, 4, 8 and 16 posters, 4 needed the least time on two cores.
 */
import { imageEntry } from "../neural/entry.js";
import { mobilenetPixels } from "../neural/pixels/known-pixels.js";
import type { PresetEntry } from "../contract.js";

/** MobileNetV2 after pooling. */
export const mobilenetV2: PresetEntry = imageEntry(
  {
    id: "mobilenet-v2",
    title: "MobileNetV2 1.0 224 after pooling",
    dim: 1280,
    layer: "pooler_output",
    licence: "Apache-2.0",
    source: "Sandler et al. 2018; the Keras application's weights",
  },
  { revision: "as in data/models.json", precision: "q8" },
  {
    model: "tensorflow/mobilenet_v2_1.0_224",
    file: "model",
    input: "pixel_values",
    output: "pooler_output",
    pooling: "pooled",
    unitLength: false,
    cpuRun: 4,
    pixels: mobilenetPixels,
  },
);
