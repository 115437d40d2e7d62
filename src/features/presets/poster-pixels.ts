/**
 * A poster as its pixels, small, for models that look at pictures themselves, such as the poster network of
 * `mu-wu`. Needs no weights, so it runs anywhere.
 */
import { packagesThat } from "../extract/versions.js";
import { pictureExtractor } from "../images/picture-extractor.js";
import { pixelVector } from "../images/pixel-vector.js";
import { requireCpu, wholeSettings } from "../shared/plain-options.js";
import type { ExtractorOptions, FeaturePreset, ItemExtractor, PresetEntry } from "../contract.js";

const standardSize = 32;

const preset: FeaturePreset = {
  id: "poster-pixels",
  title: "A poster's pixels, 32 x 32 in colour",
  modality: "image",
  dim: 3 * standardSize ** 2,
  layer: "red, green and blue from 0 to 1, a plane of rows each",
  pooling: "none",
  preprocessing: {
    size: standardSize,
    resampling: "mean by area of the sRGB values, proportions not kept",
    version: 1,
  },
  licence: "MIT",
  source: "plain pixels",
};

/** Pixels of posters; the setting `size`, of each side, is 4 to 128, by default 32. */
export const posterPixels: PresetEntry = {
  preset,
  open: (options) => new Promise((resolve) => resolve(openPixels(options))),
};

function openPixels(options: ExtractorOptions): ItemExtractor {
  const { size = standardSize } = wholeSettings(preset.id, options, { size: [4, 128] });
  requireCpu(preset.id, options);
  const settings = { ...preset.preprocessing, size };
  const packages = packagesThat("decodes");
  const identity = { preset: preset.id, weightsHash: "none", packages, settings };
  const sized: FeaturePreset = {
    ...preset,
    title: `A poster's pixels, ${size} x ${size} in colour`,
    dim: 3 * size ** 2,
    preprocessing: settings,
  };
  return pictureExtractor(sized, identity, (image) => pixelVector(image, size));
}
