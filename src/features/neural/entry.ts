import type { ExtractorOptions, FeaturePreset, ItemExtractor, PresetEntry } from "../contract.js";
import { openNeural } from "./open-neural.js";
import { describePixels } from "./pixels/pixel-settings.js";
import type { ImageSpec, TextSpec } from "./spec.js";

/** A preset's own words, without what its specification says already. */
type Words = Pick<FeaturePreset, "id" | "title" | "dim" | "layer" | "licence" | "source">;

/** What is said of the weights. */
interface Weights {
  readonly revision: string;
  readonly precision: "fp32" | "fp16" | "q8";
}

/** The registry's line of a preset that reads texts. */
export function textEntry(
  words: Words,
  { revision, precision }: Weights,
  spec: Omit<TextSpec, "preset" | "modality">,
): PresetEntry {
  const preset: FeaturePreset = {
    ...words,
    modality: "text",
    weights: { model: spec.model, revision, precision },
    pooling: poolingText(spec),
    tokenLimit: spec.tokenLimit,
    preprocessing: {
      tokenizer: "the model's own",
      truncation: "the end is cut, special tokens are kept",
      padding: "none",
    },
  };
  return entry({ ...spec, modality: "text", preset });
}

/** The registry's line of a preset that reads images. */
export function imageEntry(
  words: Words,
  { revision, precision }: Weights,
  spec: Omit<ImageSpec, "preset" | "modality">,
): PresetEntry {
  const preset: FeaturePreset = {
    ...words,
    modality: "image",
    weights: { model: spec.model, revision, precision },
    pooling: poolingText(spec),
    preprocessing: {
      ...describePixels(spec.pixels),
      resampling: "as Pillow, with a filter that widens when an image shrinks",
    },
  };
  return entry({ ...spec, modality: "image", preset });
}

function entry(spec: TextSpec | ImageSpec): {
  preset: FeaturePreset;
  open(options: ExtractorOptions): Promise<ItemExtractor>;
} {
  return { preset: spec.preset, open: (options) => openNeural(spec, options) };
}

function poolingText({ pooling, unitLength }: Pick<TextSpec, "pooling" | "unitLength">): string {
  return unitLength ? `${pooling}, scaled to length 1` : pooling;
}
