import type { PixelSettings } from "./pixel-settings.js";
import { resizeAsLibrary } from "./library-resize.js";
import { toChannels, valueTable } from "./normalise.js";
import { planResize } from "./plan.js";
import { resampleSquare } from "./resample.js";
import type { RgbImage } from "./rgb-image.js";

/** Whose resizing: Python's (Pillow), or that of @huggingface/transformers for Node. */
export type ResizeKind = "pillow" | "library";

/** Pixels a resized image may have where all of it is made. */
const mostPixels = 2 ** 26;

/** Turns decoded images into what a model reads. */
export type ImagePreparer = (image: RgbImage) => Promise<Float32Array>;

/**
 * A function from an image to `[3 x crop x crop]`. With `pillow` equal, number for number, to the
 * reference processors in Python; with `library` to those in JavaScript.
 */
export function imagePreparer(settings: PixelSettings, kind: ResizeKind): ImagePreparer {
  const table = valueTable(settings, kind === "pillow" ? "python" : "javascript");
  return async (image) => {
    const plan = planResize(image.width, image.height, settings);
    if (kind === "pillow") return toChannels(resampleSquare(image, plan, settings.filter), table);
    if (plan.width * plan.height > mostPixels) throw new Error("too long for its width");
    return toChannels(await resizeAsLibrary(image, plan, settings.filter), table);
  };
}
