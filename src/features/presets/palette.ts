/**
 * What a glance at a poster tells: colours, edges, layout and lettering, by plain arithmetic. Needs no
 * weights, so it runs anywhere; every number is documented in `palette/describe-image.ts`.
 */
import { packagesThat } from "../extract/versions.js";
import { pictureExtractor } from "../images/picture-extractor.js";
import { describeImage, paletteSize, paletteWeights } from "../palette/describe-image.js";
import { requireCpu, wholeSettings } from "../shared/plain-options.js";
import type { ExtractorOptions, FeaturePreset, ItemExtractor, PresetEntry } from "../contract.js";

const preset: FeaturePreset = {
  id: "palette",
  title: "Colours, edges, layout and lettering of a poster",
  modality: "image",
  dim: paletteSize,
  layer: "colour histogram 80, edge orientations 48, layout 72, lettering 7",
  pooling: "parts of length 1, weighted, scaled to length 1",
  preprocessing: {
    size: [96, 144],
    resampling: "mean by area in linear light, proportions not kept",
    colour: "OKLab (Ottosson 2020)",
    weights: paletteWeights,
    version: 1,
  },
  licence: "MIT",
  source: "classical descriptors: Swain and Ballard 1991; the edge histogram of MPEG-7",
};

/** The classical poster descriptor. */
export const palette: PresetEntry = {
  preset,
  open: (options) => new Promise((resolve) => resolve(openPalette(options))),
};

function openPalette(options: ExtractorOptions): ItemExtractor {
  wholeSettings(preset.id, options, {});
  requireCpu(preset.id, options);
  const settings = preset.preprocessing;
  const packages = packagesThat("decodes");
  const identity = { preset: preset.id, weightsHash: "none", packages, settings };
  return pictureExtractor(preset, identity, describeImage);
}
