/** Values of all 65,536 half-precision numbers, made on first use. */
let table: Float32Array | undefined;

/** Converts half-precision numbers (IEEE 754 binary16, as bits) exactly to single precision. */
export function fromHalf(bits: Uint16Array): Float32Array {
  table ??= Float32Array.from({ length: 65536 }, (_, half) => valueOfHalf(half));
  const values = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) values[index] = table[bits[index]];
  return values;
}

function valueOfHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Converts to half-precision numbers (as bits), rounded to the nearest, ties to even, as NumPy does.
 * What is too large for half precision (65,520 and above) becomes infinite.
 */
export function toHalf(values: Float32Array): Uint16Array {
  const bits = new Uint16Array(values.length);
  const single = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let index = 0; index < bits.length; index++) bits[index] = halfOfBits(single[index]);
  return bits;
}

function halfOfBits(single: number): number {
  const sign = (single >>> 16) & 0x8000;
  const exponent = ((single >>> 23) & 0xff) - 112;
  const fraction = single & 0x7fffff;
  if (exponent === 143) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200 | (fraction >>> 13));
  if (exponent >= 31) return sign | 0x7c00;
  // Below 2^-14 the leading 1 is written out, and the places shrink.
  if (exponent < -10) return sign;
  const shift = exponent > 0 ? 13 : 14 - exponent;
  const whole = exponent > 0 ? (exponent << 23) | fraction : 0x800000 | fraction;
  const kept = whole >>> shift;
  const rest = whole & ((1 << shift) - 1);
  const half = 1 << (shift - 1);
  const isUp = rest > half || (rest === half && (kept & 1) === 1);
  // A carry runs over into the exponent, which is right.
  return sign | (kept + (isUp ? 1 : 0));
}
