import { workingHeight, workingWidth } from "./working-image.js";

const blockWidth = 24;
const blockHeight = 6;
const bands = 6;
/** Step of lightness between neighbours that makes the side of a stroke. */
const strokeStep = 0.1;
/** Steps up, and steps down, that a block of 144 pixels needs to count as lettering. */
const stepsNeeded = 18;

/** Length of {@link textBlocks}: 6 bands and the rest, 7. */
export const textSize: number = bands + 1;

/**
 * How much of the picture looks like lettering: a block of 24 x 6 pixels counts when from pixel to
 * pixel to the right, the last column of the picture left out, lightness rises by more than 0.1 at 18
 * places or more and falls so at 18 or more, as strokes on a ground do. Fine texture counts too.
 *
 * Returns sqrt(s_1 / 6) .. sqrt(s_6 / 6) for the shares s of blocks in six bands from top to bottom,
 * and sqrt(1 - mean s), which makes the length 1.
 */
export function textBlocks(pixels: Float64Array): Float64Array {
  const blocksAcross = workingWidth / blockWidth;
  const blocksDown = workingHeight / blockHeight;
  const values = new Float64Array(textSize);
  let total = 0;
  for (let row = 0; row < blocksDown; row++) {
    for (let column = 0; column < blocksAcross; column++) {
      if (!looksLikeText(pixels, column * blockWidth, row * blockHeight)) continue;
      const share = 1 / (blocksAcross * blocksDown);
      values[Math.floor((row * bands) / blocksDown)] += share;
      total += share;
    }
  }
  values[bands] = Math.max(0, 1 - total);
  return values.map(Math.sqrt);
}

/** Share of the picture, 0 to 1, that {@link textBlocks} takes for lettering. */
export function textShare(blocks: ArrayLike<number>): number {
  return 1 - blocks[bands] ** 2;
}

function looksLikeText(pixels: Float64Array, left: number, top: number): boolean {
  let rises = 0;
  let falls = 0;
  const right = Math.min(left + blockWidth, workingWidth - 1);
  for (let y = top; y < top + blockHeight; y++) {
    for (let x = left; x < right; x++) {
      const at = (y * workingWidth + x) * 3;
      const step = pixels[at + 3] - pixels[at];
      if (step > strokeStep) rises++;
      else if (step < -strokeStep) falls++;
    }
  }
  return rises >= stepsNeeded && falls >= stepsNeeded;
}
