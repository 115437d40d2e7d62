import type { DecodedImage } from "../images/decode-image.js";

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
 * The picture averaged by area to `[height x width x 3]`, of what `valueOf` (`[256]`) says of each byte.
 * Proportions are not kept; a picture that is smaller is enlarged without smoothing. Needs one row of
 * memory besides the result, whatever the picture's size.
 */
export function shrinkImage(
  image: DecodedImage,
  width: number,
  height: number,
  valueOf: Float64Array,
): Float64Array {
  const rowLength = width * 3;
  const pixels = new Float64Array(height * rowLength);
  const across = spansOf(image.width, width);
  const down = spansOf(image.height, height);
  const row = new Float64Array(rowLength);
  let target = 0;
  for (let source = 0; source < image.height; source++) {
    shrinkRow(image.data.subarray(source * image.width * 3), across, valueOf, row);
    while (target < height && lastOf(down[target]) < source) target++;
    for (let to = target; to < height && down[to].first <= source; to++) {
      const weight = down[to].weights[source - down[to].first];
      const start = to * rowLength;
      for (let at = 0; at < rowLength; at++) pixels[start + at] += weight * row[at];
    }
  }
  return pixels;
}

function lastOf({ first, weights }: Span): number {
  return first + weights.length - 1;
}

function shrinkRow(
  data: Uint8Array,
  across: readonly Span[],
  valueOf: Float64Array,
  row: Float64Array,
): void {
  for (let target = 0; target < across.length; target++) {
    const { first, weights } = across[target];
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let at = 0, from = first * 3; at < weights.length; at++, from += 3) {
      const weight = weights[at];
      red += weight * valueOf[data[from]];
      green += weight * valueOf[data[from + 1]];
      blue += weight * valueOf[data[from + 2]];
    }
    row[target * 3] = red;
    row[target * 3 + 1] = green;
    row[target * 3 + 2] = blue;
  }
}
