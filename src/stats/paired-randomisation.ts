import { createRandom } from "../compute/random.js";
import { bootstrapMean } from "./bootstrap.js";
import type { PairedTest } from "./contract.js";
import { checkCount, checkPairs } from "./errors.js";
import { differencesOf } from "./moments.js";
import { signedSums } from "./signed-sums.js";

/** Settings of {@link pairedRandomisationTest}. */
export interface RandomisationOptions {
  readonly seed: number;
  /** Random sign vectors to draw; 10,000. */
  readonly rounds?: number;
}

/**
 * Paired randomisation test (Fisher 1935; Smucker et al. 2007): were the two systems the same, each
 * difference could as well have the other sign. The p-value is the share of sign vectors whose mean
 * difference is at least as far from 0 as the one observed. With no more than `rounds` sign vectors
 * in all (n up to 13 by default) every one is tried and the p-value is exact; otherwise `rounds` are
 * drawn, and one is added to both counts (Phipson and Smyth 2010).
 *
 * `low` and `high` are the 95 % percentile bootstrap interval of the mean difference, of the same
 * seed. Throws `E_STATS_LENGTH`, `E_STATS_EMPTY`, `E_STATS_NUMBER`, `E_STATS_OPTION`.
 */
export function pairedRandomisationTest(
  first: Float64Array,
  second: Float64Array,
  options: RandomisationOptions,
): PairedTest {
  checkPairs(first, second);
  const { seed, rounds = 10_000 } = options;
  checkCount("rounds", rounds);
  const differences = differencesOf(first, second);
  const interval = bootstrapMean(differences, { seed });
  const isExact = differences.length < 31 && 2 ** differences.length <= rounds;
  return {
    difference: interval.mean,
    low: interval.low,
    high: interval.high,
    pValue: isExact ? exactShare(differences) : drawnShare(differences, seed, rounds),
    n: differences.length,
  };
}

/** Rounding error must not keep a sign vector from counting as far out as the observed one. */
function threshold(differences: Float64Array, observed: number): number {
  const scale = differences.reduce((sum, difference) => sum + Math.abs(difference), 0);
  return Math.abs(observed) - 1e-12 * scale;
}

/** Share among all 2^n sign vectors; in Gray code order, so that each step changes one sign. */
function exactShare(differences: Float64Array): number {
  const n = differences.length;
  const observed = differences.reduce((sum, difference) => sum + difference, 0);
  const limit = threshold(differences, observed);
  const signed = Float64Array.from(differences);
  const total = 2 ** n;
  let sum = observed;
  let asFar = 1;
  for (let step = 1; step < total; step++) {
    const position = 31 - Math.clz32(step & -step);
    sum -= 2 * signed[position];
    signed[position] = -signed[position];
    if (Math.abs(sum) >= limit) asFar++;
  }
  return asFar / total;
}

/** Share among `rounds` random sign vectors, with one added to both counts. */
function drawnShare(differences: Float64Array, seed: number, rounds: number): number {
  const observed = differences.reduce((sum, difference) => sum + difference, 0);
  const limit = threshold(differences, observed);
  const random = createRandom(seed, "stats/randomisation");
  let asFar = 1;
  for (const sum of signedSums([differences], rounds, random)[0]) {
    if (Math.abs(sum) >= limit) asFar++;
  }
  return asFar / (rounds + 1);
}
