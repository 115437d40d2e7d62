import { checkPairs } from "./errors.js";
import { differencesOf, meanOf, varianceOf } from "./moments.js";

/** How large a paired difference is. */
export interface EffectSize {
  /** mean(first) - mean(second) */
  readonly difference: number;
  /** Standard deviation of the differences (n - 1). */
  readonly standardDeviation: number;
  /** Cohen's d for pairs (d_z): difference / standard deviation of the differences. */
  readonly cohensD: number;
  readonly n: number;
}

/**
 * Effect size of a paired comparison. When all differences are equal, Cohen's d is 0 for a
 * difference of 0 and infinite with its sign otherwise. Throws `E_STATS_LENGTH`, `E_STATS_EMPTY`
 * (fewer than two pairs), `E_STATS_NUMBER`.
 */
export function effectSize(first: Float64Array, second: Float64Array): EffectSize {
  checkPairs(first, second, 2);
  const differences = differencesOf(first, second);
  const difference = meanOf(differences);
  const standardDeviation = Math.sqrt(varianceOf(differences));
  const cohensD = difference === 0 ? 0 : difference / standardDeviation;
  return { difference, standardDeviation, cohensD, n: first.length };
}
