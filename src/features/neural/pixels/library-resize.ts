/**
 * Resizing as @huggingface/transformers 4 does it in Node: an affine map in libvips whose filter does
 * not widen when an image shrinks, and whose grid lies half a pixel beside Pillow's. Kept to compare
 * with that library to the bit, and to make the vectors that its pipelines make.
 */
import sharp from "sharp";
import type { PixelSettings } from "./pixel-settings.js";
import type { ResizePlan } from "./plan.js";
import type { RgbImage } from "./rgb-image.js";

/** The square `[crop x crop x 3]`, rows of red, green, blue. */
export async function resizeAsLibrary(
  { data, width, height }: RgbImage,
  plan: ResizePlan,
  filter: PixelSettings["filter"],
): Promise<Uint8Array> {
  const resized =
    width === plan.width && height === plan.height
      ? { data, info: { width } }
      : await sharp(data, { raw: { width, height, channels: 3 } })
          .affine([plan.width / width, 0, 0, plan.height / height], { interpolator: filter })
          .raw()
          .toBuffer({ resolveWithObject: true });
  const { crop, left, top } = plan;
  const rowLength = resized.info.width * 3;
  const square = new Uint8Array(crop * crop * 3);
  for (let row = 0; row < crop; row++) {
    const from = (top + row) * rowLength + left * 3;
    square.set(resized.data.subarray(from, from + crop * 3), row * crop * 3);
  }
  return square;
}
