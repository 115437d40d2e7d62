import type { DecodedImage } from "../images/decode-image.js";
import { linearOfByte, linearToOklab } from "./oklab.js";

/** Width and height, in pixels, to which every picture is brought; its proportions are not kept. */
export const workingWidth = 96;
export const workingHeight = 144;

/** Which source pixels make one target pixel, and with which weights (sum 1). */
interface Span {
  readonly first: number;
  readonly weights: Float64Array;
}

/**
 * Target pixel t covers the source from `t n / m` to `(t + 1) n / m`; each source pixel weighs as much
 * as is covered of it. This serves shrinking and enlarging.
 */
function spansOf(sourceSize: number, targetSize: number): Span[] {
  const scale = sourceSize / targetSize;
  return Array.from({ length: targetSize }, (_unused, target) => {
    const from = target * scale;
    const to = (target + 1) * scale;
    const first = Math.floor(from);
    const last = Math.min(sourceSize, Math.max(first + 1, Math.ceil(to)));
    const weights = Float64Array.from({ length: last - first }, (_none, at) => {
      const source = first + at;
      return Math.max(0, Math.min(to, source + 1) - Math.max(from, source)) / scale;
    });
    return { first, weights };
  });
}

/**
 * The picture averaged by area, in linear light, to `[workingHeight x workingWidth x 3]` OKLab values.
 * Needs one row of memory besides the result, whatever the picture's size.
 */
export function workingImage({ width, height, data }: DecodedImage): Float64Array {
  const rowLength = workingWidth * 3;
  const pixels = new Float64Array(workingHeight * rowLength);
  const across = spansOf(width, workingWidth);
  const down = spansOf(height, workingHeight);
  const row = new Float64Array(rowLength);
  let target = 0;
  for (let source = 0; source < height; source++) {
    shrinkRow(data, source * width * 3, across, row);
    while (target < workingHeight && lastOf(down[target]) < source) target++;
    for (let to = target; to < workingHeight && down[to].first <= source; to++) {
      const weight = down[to].weights[source - down[to].first];
      const start = to * rowLength;
      for (let at = 0; at < rowLength; at++) pixels[start + at] += weight * row[at];
    }
  }
  return linearToOklab(pixels);
}

function lastOf({ first, weights }: Span): number {
  return first + weights.length - 1;
}

function shrinkRow(
  data: Uint8Array,
  start: number,
  across: readonly Span[],
  row: Float64Array,
): void {
  for (let target = 0; target < across.length; target++) {
    const { first, weights } = across[target];
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let at = 0, from = start + first * 3; at < weights.length; at++, from += 3) {
      const weight = weights[at];
      red += weight * linearOfByte[data[from]];
      green += weight * linearOfByte[data[from + 1]];
      blue += weight * linearOfByte[data[from + 2]];
    }
    row[target * 3] = red;
    row[target * 3 + 1] = green;
    row[target * 3 + 2] = blue;
  }
}
