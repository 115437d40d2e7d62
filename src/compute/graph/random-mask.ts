/**
 * Random masks and noise by counter: what element k is at a step depends on seed, stream, step and k alone,
 * so a training that goes on from a checkpoint draws what it would have drawn.
 */
import { createRandom } from "../random.js";

/** The key of a stream: 32 random bits. */
export function maskKey(seed: number, stream: string): number {
  return createRandom(seed, stream).uint32();
}

/** Fills `mask` with 1 where an element is kept, which happens with the probability 1 - `rate`, else 0. */
export function fillMask(mask: Uint8Array, key: number, step: number, rate: number): void {
  const stepKey = scramble(key ^ scramble(step));
  // Compared as signed whole numbers, and without a branch that is taken at random: that is two to three times
  // as fast.
  const limit = Math.ceil(rate * 4294967296) - 2147483648;
  for (let at = 0; at < mask.length; at++) {
    mask[at] = +((scramble(at ^ stepKey) ^ 0x80000000) >= limit);
  }
}

/** Fills `noise` with numbers above 0 and below 1, (k + .5) / 2^23 with k uniform: single precision has them all. */
export function fillUniform(noise: Float32Array, key: number, step: number): void {
  const stepKey = scramble(key ^ scramble(step));
  for (let at = 0; at < noise.length; at++) {
    noise[at] = ((scramble(at ^ stepKey) >>> 9) + 0.5) / 8388608;
  }
}

/** 32 bits to 32 bits, one to one, every bit depending on all (Wellons, "lowbias32"). */
function scramble(bits: number): number {
  let x = bits;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return x ^ (x >>> 16);
}
