import type { DecodedImage } from "./decode-image.js";
import { shrinkImage } from "./shrink-image.js";

const shareOfByte = Float64Array.from({ length: 256 }, (_unused, byte) => byte / 255);

/**
 * A picture as `[3 x size x size]` red, green and blue from 0 to 1, averaged by area; proportions are not
 * kept.
 */
export function pixelVector(image: DecodedImage, size: number): Float32Array {
  const pixels = shrinkImage(image, size, size, shareOfByte);
  const vector = new Float32Array(pixels.length);
  const plane = size * size;
  for (let pixel = 0; pixel < plane; pixel++) {
    for (let channel = 0; channel < 3; channel++) {
      vector[channel * plane + pixel] = pixels[pixel * 3 + channel];
    }
  }
  return vector;
}
