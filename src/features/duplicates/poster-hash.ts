/**
 * A perceptual hash of a picture: 64 bits that stay nearly the same when it is scaled, compressed again
 * or brightened. Source: Zauner, "Implementation and benchmarking of perceptual image hash functions",
 * 2010, the hash by discrete cosine transform.
 */
import type { DecodedImage } from "../images/decode-image.js";
import { shrinkImage } from "../images/shrink-image.js";
import { countBits } from "../shared/count-bits.js";

const side = 32;
const frequencies = 8;
const byteValues = Float64Array.from({ length: 256 }, (_unused, byte) => byte);
/** Largest coefficient, in units of lightness 0 to 255, that noise of a plain picture may have. */
const leastStructure = 1;

/** `[8 x 32]` rows of the orthonormal DCT-II for frequencies 1 to 8. */
const cosines = Float64Array.from({ length: frequencies * side }, (_unused, at) => {
  const frequency = Math.floor(at / side) + 1;
  return Math.sqrt(2 / side) * Math.cos(((2 * (at % side) + 1) * frequency * Math.PI) / (2 * side));
});

/** 64 bits as two words. */
export type PosterHash = readonly [number, number];

/**
 * The hash of a picture: of its luma (0.299 R + 0.587 G + 0.114 B) averaged to 32 x 32, the cosine
 * coefficients of frequencies 1 to 8 both ways, a bit each, 1 where one is above their median. Undefined
 * for a picture without structure, whose bits would be noise.
 */
export function posterHash(image: DecodedImage): PosterHash | undefined {
  const pixels = shrinkImage(image, side, side, byteValues);
  const luma = Float64Array.from({ length: side * side }, (_unused, at) => {
    return 0.299 * pixels[at * 3] + 0.587 * pixels[at * 3 + 1] + 0.114 * pixels[at * 3 + 2];
  });
  const coefficients = lowFrequencies(luma);
  if (coefficients.every((value) => Math.abs(value) < leastStructure)) return undefined;
  const sorted = coefficients.slice().sort();
  const median = (sorted[31] + sorted[32]) / 2;
  const words: [number, number] = [0, 0];
  coefficients.forEach((value, bit) => {
    if (value > median) words[bit >>> 5] |= 1 << (bit & 31);
  });
  return [words[0] >>> 0, words[1] >>> 0];
}

/** Bits, 0 to 64, in which two hashes differ. */
export function differingBits(one: PosterHash, other: PosterHash): number {
  return countBits(one[0] ^ other[0]) + countBits(one[1] ^ other[1]);
}

function lowFrequencies(luma: Float64Array): Float64Array {
  const rows = new Float64Array(side * frequencies);
  for (let y = 0; y < side; y++) {
    for (let u = 0; u < frequencies; u++) {
      for (let x = 0; x < side; x++)
        rows[y * frequencies + u] += cosines[u * side + x] * luma[y * side + x];
    }
  }
  const both = new Float64Array(frequencies * frequencies);
  for (let v = 0; v < frequencies; v++) {
    for (let y = 0; y < side; y++) {
      for (let u = 0; u < frequencies; u++) {
        both[v * frequencies + u] += cosines[v * side + y] * rows[y * frequencies + u];
      }
    }
  }
  return both;
}
