/** Rows of `[n x nColumns]` divided by their sums; rows of 0 stay. */
export function rowShares(values: Float32Array, nColumns: number): Float32Array {
  const sums = new Float64Array(values.length / nColumns);
  values.forEach((value, at) => (sums[Math.floor(at / nColumns)] += value));
  return values.map((value, at) => {
    const sum = sums[Math.floor(at / nColumns)];
    return sum === 0 ? 0 : value / sum;
  });
}
