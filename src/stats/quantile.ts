/**
 * Quantile of ascending values with linear interpolation between neighbours (type 7 of Hyndman and
 * Fan 1996, the default of NumPy and R); `share` from 0 to 1.
 */
export function quantileOfSorted(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
}
