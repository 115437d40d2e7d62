/**
 * The classical poster descriptor: what a glance at colours, edges, their places and the lettering
 * tells, in 207 numbers without any learned weight.
 *
 * The picture is averaged by area, in linear light, to 96 x 144 OKLab pixels; four parts are made of
 * them, each of length 1 (or 0 where the part's docstring says so):
 *
 * | numbers   | part                                              | weight |
 * | --------- | ------------------------------------------------- | ------ |
 * | 0..79     | colour histogram, 80 classes                      | 1      |
 * | 80..127   | edge orientations, 2 x 3 cells x 8                | 0.5    |
 * | 128..199  | layout, mean colours of 4 x 6 cells               | 1      |
 * | 200..206  | lettering, shares of six bands and the rest       | 0.25   |
 *
 * The weighted parts stand behind one another, scaled to length 1 together, so that a cosine is the
 * mean of the parts' cosines with the squared weights 1, 0.25, 1 and 0.0625.
 */
import type { DecodedImage } from "../images/decode-image.js";
import { toUnitLength } from "../shared/unit-length.js";
import { colourBins, colourHistogram } from "./colour-histogram.js";
import { edgeBins, edgeHistogram } from "./edge-histogram.js";
import { layoutColours, layoutSize } from "./layout.js";
import { textBlocks, textSize } from "./text-blocks.js";
import { workingImage } from "./working-image.js";

/** Numbers of the descriptor, 207. */
export const paletteSize: number = colourBins + edgeBins + layoutSize + textSize;

/** Weights of the four parts. */
export const paletteWeights: Readonly<Record<"colour" | "edges" | "layout" | "text", number>> = {
  colour: 1,
  edges: 0.5,
  layout: 1,
  text: 0.25,
};

/** The descriptor `[207]`, of length 1, of a picture. A pure function of its pixels. */
export function describeImage(image: DecodedImage): Float32Array {
  const pixels = workingImage(image);
  const parts: readonly (readonly [Float64Array, number])[] = [
    [colourHistogram(pixels), paletteWeights.colour],
    [edgeHistogram(pixels), paletteWeights.edges],
    [layoutColours(pixels), paletteWeights.layout],
    [textBlocks(pixels), paletteWeights.text],
  ];
  const joined = parts.flatMap(([part, weight]) => Array.from(part, (value) => value * weight));
  return Float32Array.from(toUnitLength(Float64Array.from(joined)));
}
