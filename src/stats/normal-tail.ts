/**
 * Probability that a standard normal number lies at least `z` from 0, on either side: erfc(z / √2).
 * By the series of erf for small arguments and by Laplace's continued fraction of erfc for large ones
 * (Abramowitz and Stegun 1964, 7.1.6 and 7.1.14); relative error below 1e-12.
 *
 * @param z 0 or more.
 */
export function twoSidedNormalTail(z: number): number {
  const x = z / Math.SQRT2;
  const density = Math.exp(-x * x) / Math.sqrt(Math.PI);
  if (x < 2) {
    let term = x;
    let sum = x;
    for (let odd = 3; term > sum * 1e-17; odd += 2) {
      term *= (2 * x * x) / odd;
      sum += term;
    }
    return 1 - 2 * density * sum;
  }
  let fraction = x;
  for (let step = 120; step >= 1; step--) fraction = x + step / 2 / fraction;
  return density / fraction;
}
