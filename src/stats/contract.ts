/** A mean with its interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  readonly n: number;
}

/** Result of a paired comparison: `difference` is mean(first) - mean(second). */
export interface PairedTest {
  readonly difference: number;
  /** Ends of the 95 % interval of the difference. */
  readonly low: number;
  readonly high: number;
  /** Two-sided. */
  readonly pValue: number;
  readonly n: number;
}
