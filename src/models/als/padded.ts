/** `[nRows x nFactors]` out of `[nRows x width]`. */
export function withoutPadding(
  padded: Float32Array,
  width: number,
  nFactors: number,
): Float32Array {
  const nRows = padded.length / width;
  const factors = new Float32Array(nRows * nFactors);
  for (let row = 0; row < nRows; row++) {
    factors.set(padded.subarray(row * width, row * width + nFactors), row * nFactors);
  }
  return factors;
}

/** Writes `factors` `[nRows x nFactors]` into `padded` `[nRows x width]`, whose padding is left alone. */
export function intoPadded(
  factors: Float32Array,
  nFactors: number,
  padded: Float32Array,
  width: number,
): void {
  for (let row = 0; row * nFactors < factors.length; row++) {
    padded.set(factors.subarray(row * nFactors, (row + 1) * nFactors), row * width);
  }
}
