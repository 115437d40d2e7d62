import type { DecodedImage } from "../images/decode-image.js";
import { shrinkImage } from "../images/shrink-image.js";
import { linearOfByte, linearToOklab } from "./oklab.js";

/** Width and height, in pixels, to which every picture is brought; its proportions are not kept. */
export const workingWidth = 96;
export const workingHeight = 144;

/** The picture averaged by area, in linear light: `[workingHeight x workingWidth x 3]` in OKLab. */
export function workingImage(image: DecodedImage): Float64Array {
  return linearToOklab(shrinkImage(image, workingWidth, workingHeight, linearOfByte));
}
