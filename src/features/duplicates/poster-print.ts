import type { DecodedImage } from "../images/decode-image.js";
import { shrinkImage } from "../images/shrink-image.js";
import { differingBits, posterHash, type PosterHash } from "./poster-hash.js";

const side = 8;
const byteValues = Float64Array.from({ length: 256 }, (_unused, byte) => byte);

/** What two pictures are compared by. */
export interface PosterPrint {
  readonly hash: PosterHash;
  /** `[8 x 8 x 3]` mean colours, 0 to 255. */
  readonly colours: Float64Array;
}

/** The print of a picture; undefined for a plain one, which would be like any other plain one. */
export function posterPrint(image: DecodedImage): PosterPrint | undefined {
  const hash = posterHash(image);
  if (hash === undefined) return undefined;
  return { hash, colours: shrinkImage(image, side, side, byteValues) };
}

/** Bits within which two hashes mean the same picture by themselves, and with colours that agree. */
const surelyAlike = 8;
const perhapsAlike = 16;
/** Root mean square difference of mean colours that still agrees. */
const colourTolerance = 16;

/** The rule of {@link posterSimilarity} for readers. */
export const posterRule: string =
  `perceptual hashes that differ in at most ${surelyAlike} of 64 bits, or in at most ${perhapsAlike} ` +
  `with mean colours that differ by at most ${colourTolerance} of 255`;

/**
 * Share of equal bits of two pictures that are alike, 0.75 to 1; undefined for others. Scaling,
 * compression and brightening leave nearly all bits as they are; a slight crop turns a few, and there
 * the colours decide.
 */
export function posterSimilarity(one: PosterPrint, other: PosterPrint): number | undefined {
  const bits = differingBits(one.hash, other.hash);
  if (bits > perhapsAlike) return undefined;
  if (bits > surelyAlike && colourDifference(one, other) > colourTolerance) return undefined;
  return 1 - bits / 64;
}

function colourDifference(one: PosterPrint, other: PosterPrint): number {
  const squares = one.colours.reduce((sum, value, at) => sum + (value - other.colours[at]) ** 2, 0);
  return Math.sqrt(squares / one.colours.length);
}
