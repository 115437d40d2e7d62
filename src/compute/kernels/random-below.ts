import type { RandomStream } from "../random.js";

/**
 * A whole number in 0 .. bound - 1 as the kernels draw it: the upper half of the product of 32 random
 * bits and `bound` (1 to 2^31). Without rejection, so the chances differ by up to 2^-32, which is
 * `bound` / 2^32 of a chance: below a thousandth for a bound of four million.
 */
export function randomBelow(random: RandomStream, bound: number): number {
  const bits = random.uint32();
  // Halves of 16 bits keep every product exact.
  const lower = Math.floor(((bits & 0xffff) * bound) / 65536);
  return Math.floor(((bits >>> 16) * bound + lower) / 65536);
}
