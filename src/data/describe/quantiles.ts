/** How numbers are spread. */
export interface Quantiles {
  readonly mean: number;
  readonly minimum: number;
  readonly lowerQuartile: number;
  readonly median: number;
  readonly upperQuartile: number;
  /** 90 % of the numbers are at most this. */
  readonly upperTenth: number;
  /** 99 % of the numbers are at most this. */
  readonly upperHundredth: number;
  readonly maximum: number;
}

/** Quantiles with linear interpolation between neighbours (numpy's default); all 0 without numbers. */
export function quantilesOf(numbers: ArrayLike<number>): Quantiles {
  const sorted = Float64Array.from(numbers).sort();
  const at = (share: number): number => {
    if (sorted.length === 0) return 0;
    const position = share * (sorted.length - 1);
    const below = Math.floor(position);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (position - below) * (sorted[above] - sorted[below]);
  };
  const sum = sorted.reduce((total, value) => total + value, 0);
  return {
    mean: sorted.length === 0 ? 0 : sum / sorted.length,
    minimum: at(0),
    lowerQuartile: at(0.25),
    median: at(0.5),
    upperQuartile: at(0.75),
    upperTenth: at(0.9),
    upperHundredth: at(0.99),
    maximum: at(1),
  };
}
