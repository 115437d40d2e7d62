import { createRandom, type RandomStream } from "../compute/random.js";
import { checkCount, checkShare } from "./errors.js";
import { quantileOfSorted } from "./quantile.js";

/** How often each unit was drawn. */
export type Counts = Uint16Array | Uint32Array;

/** Settings of a bootstrap. */
export interface BootstrapOptions {
  readonly seed: number;
  /** Number of resamples; 1000. */
  readonly resamples?: number;
  /** Coverage of the interval, between 0 and 1; 0.95. */
  readonly level?: number;
}

/** {@link BootstrapOptions} with every default filled in. */
export interface CheckedBootstrapOptions {
  readonly seed: number;
  readonly resamples: number;
  readonly level: number;
}

/** Fills in the defaults; throws `E_STATS_OPTION`. */
export function bootstrapOptions(options: BootstrapOptions): CheckedBootstrapOptions {
  const { seed, resamples = 1000, level = 0.95 } = options;
  checkCount("resamples", resamples);
  checkShare("level", level);
  return { seed, resamples, level };
}

/** The stream that all bootstraps of `seed` draw from: equal seed and length, equal resamples. */
export function bootstrapStream(seed: number): RandomStream {
  return createRandom(seed, "stats/bootstrap");
}

/**
 * Draws `n` of `n` units with replacement: `counts[i]` becomes how often unit i was drawn. Positions
 * are the high part of a 32-bit number times n; the bias is below n / 2^32.
 */
export function drawCounts(random: RandomStream, counts: Counts): void {
  const n = counts.length;
  const scale = n / 4294967296;
  counts.fill(0);
  for (let draw = 0; draw < n; draw++) counts[Math.floor(random.uint32() * scale)]++;
}

/** Sum of `values`, each as often as it was drawn. */
export function weightedSum(counts: Counts, values: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += counts[index] * values[index];
  return sum;
}

/** Ends of the percentile interval of coverage `level`; sorts `statistics` in place. */
export function percentileInterval(
  statistics: Float64Array,
  level: number,
): { readonly low: number; readonly high: number } {
  const sorted = statistics.sort();
  const tail = (1 - level) / 2;
  return { low: quantileOfSorted(sorted, tail), high: quantileOfSorted(sorted, 1 - tail) };
}
