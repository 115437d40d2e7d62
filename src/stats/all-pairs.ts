/**
 * Paired tests of every pair among several systems, at little more than the cost of one: a signed or
 * resampled sum of differences is the difference of the systems' sums, so that each round needs one
 * sum a system, not one a pair.
 */
import { createRandom } from "../compute/random.js";
import type { Interval, PairedTest } from "./contract.js";
import { checkCount, checkPairs, checkValues } from "./errors.js";
import { meanOf } from "./moments.js";
import { twoSidedNormalTail } from "./normal-tail.js";
import type { PairedStatistic } from "./paired-bootstrap.js";
import {
  bootstrapOptions,
  bootstrapStream,
  drawCounts,
  percentileInterval,
  weightedSum,
  type BootstrapOptions,
} from "./resampling.js";
import { signedSums } from "./signed-sums.js";

/**
 * More units than this, and the p-value is the normal limit of the test: the sum of the differences
 * under random signs has variance equal to the sum of their squares.
 */
export const exactSignsUpTo = 50_000;

/** Settings of {@link allPairsTest}. */
export interface AllPairsOptions extends BootstrapOptions {
  /** Random sign vectors of the randomisation test; 10,000. */
  readonly rounds?: number;
  /** What the intervals are of; `"mean"`. The p-value is of the mean in either case. */
  readonly statistic?: PairedStatistic;
}

/** One pair of systems by their positions, `first < second`. */
export interface PairResult extends PairedTest {
  readonly first: number;
  readonly second: number;
}

/** What {@link allPairsTest} finds. */
export interface AllPairsResult {
  /** Each system's statistic with its bootstrap interval. */
  readonly estimates: readonly Interval[];
  /** Every pair, ordered by `first`, then `second`. */
  readonly pairs: readonly PairResult[];
}

/**
 * Compares all pairs of systems over the same units: p-values of the paired randomisation test (mean
 * of the differences under random signs, two-sided, one added to both counts; above
 * {@link exactSignsUpTo} units its normal limit), intervals of the paired bootstrap. The p-values are not adjusted; see `holm`.
 *
 * @param columns one column `[n]` a system, unit i the same in all.
 *
 * Throws `E_STATS_LENGTH`, `E_STATS_EMPTY`, `E_STATS_NUMBER`, `E_STATS_OPTION`.
 */
export function allPairsTest(
  columns: readonly Float64Array[],
  options: AllPairsOptions,
): AllPairsResult {
  const { rounds = 10_000, statistic = "mean" } = options;
  checkCount("rounds", rounds);
  columns.forEach((column, index) => {
    checkValues(`system ${index}`, column);
    checkPairs(columns[0], column);
  });
  const transform = statistic === "rmse" ? Math.sqrt : (mean: number): number => mean;
  const { level } = bootstrapOptions(options);
  const resampled = resampledMeans(columns, options).map((means) => means.map(transform));
  const random = createRandom(options.seed, "stats/randomisation");
  const isLarge = (columns[0]?.length ?? 0) > exactSignsUpTo;
  const sums = isLarge ? undefined : signedSums(columns, rounds, random);
  const observed = columns.map((column) => transform(meanOf(column)));
  const pairs: PairResult[] = [];
  for (let first = 0; first < columns.length; first++) {
    for (let second = first + 1; second < columns.length; second++) {
      const differences = subtract(resampled[first], resampled[second]);
      pairs.push({
        first,
        second,
        difference: observed[first] - observed[second],
        ...percentileInterval(differences, level),
        pValue:
          sums === undefined
            ? normalPValue(columns[first], columns[second])
            : pValueOf(columns[first], columns[second], sums[first], sums[second]),
        n: columns[first].length,
      });
    }
  }
  const estimates = observed.map((mean, index) => {
    return { mean, ...percentileInterval(resampled[index], level), n: columns[index].length };
  });
  return { estimates, pairs };
}

/** `[systems][resamples]` means, the same units drawn for all systems. */
function resampledMeans(
  columns: readonly Float64Array[],
  options: AllPairsOptions,
): Float64Array[] {
  const { seed, resamples } = bootstrapOptions(options);
  const n = columns[0]?.length ?? 0;
  const random = bootstrapStream(seed);
  const counts = n < 65536 ? new Uint16Array(n) : new Uint32Array(n);
  const means = columns.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples && n > 0; resample++) {
    drawCounts(random, counts);
    columns.forEach((column, index) => {
      means[index][resample] = weightedSum(counts, column) / n;
    });
  }
  return means;
}

function subtract(first: Float64Array, second: Float64Array): Float64Array {
  return first.map((value, index) => value - second[index]);
}

/** Share of sign vectors whose sum is at least as far from 0 as that of the differences themselves. */
function pValueOf(
  first: Float64Array,
  second: Float64Array,
  firstSums: Float64Array,
  secondSums: Float64Array,
): number {
  let observed = 0;
  let scale = 0;
  for (let unit = 0; unit < first.length; unit++) {
    observed += first[unit] - second[unit];
    scale += Math.abs(first[unit]) + Math.abs(second[unit]);
  }
  // Rounding error must not keep a sign vector from counting as far out as the observed one.
  const limit = Math.abs(observed) - 1e-12 * scale;
  let asFar = 1;
  for (let round = 0; round < firstSums.length; round++) {
    if (Math.abs(firstSums[round] - secondSums[round]) >= limit) asFar++;
  }
  return asFar / (firstSums.length + 1);
}

function normalPValue(first: Float64Array, second: Float64Array): number {
  let sum = 0;
  let squares = 0;
  for (let unit = 0; unit < first.length; unit++) {
    const difference = first[unit] - second[unit];
    sum += difference;
    squares += difference * difference;
  }
  return squares === 0 ? 1 : twoSidedNormalTail(Math.abs(sum) / Math.sqrt(squares));
}
