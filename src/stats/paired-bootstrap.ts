import type { PairedTest } from "./contract.js";
import { checkPairs } from "./errors.js";
import { meanOf } from "./moments.js";
import {
  bootstrapOptions,
  bootstrapStream,
  drawCounts,
  percentileInterval,
  weightedSum,
  type BootstrapOptions,
} from "./resampling.js";

/** What is compared: means, or root mean squared errors of two columns of squared errors. */
export type PairedStatistic = "mean" | "rmse";

/**
 * Paired bootstrap: the same units are drawn for both systems, and the difference of the statistic
 * is taken. `low` and `high` are percentiles (95 % unless `level` says otherwise); the p-value is
 * twice the smaller share of resamples on one side of 0, with one added to both counts, at most 1.
 * Throws `E_STATS_LENGTH`, `E_STATS_EMPTY`, `E_STATS_NUMBER`, `E_STATS_OPTION`.
 */
export function pairedBootstrap(
  first: Float64Array,
  second: Float64Array,
  statistic: PairedStatistic,
  options: BootstrapOptions,
): PairedTest {
  checkPairs(first, second);
  const { seed, resamples, level } = bootstrapOptions(options);
  const n = first.length;
  const transform = statistic === "rmse" ? Math.sqrt : (mean: number): number => mean;
  const random = bootstrapStream(seed);
  const counts = n < 65536 ? new Uint16Array(n) : new Uint32Array(n);
  const differences = new Float64Array(resamples);
  let notAbove = 0;
  let notBelow = 0;
  for (let resample = 0; resample < resamples; resample++) {
    drawCounts(random, counts);
    const difference =
      transform(weightedSum(counts, first) / n) - transform(weightedSum(counts, second) / n);
    differences[resample] = difference;
    if (difference <= 0) notAbove++;
    if (difference >= 0) notBelow++;
  }
  return {
    difference: transform(meanOf(first)) - transform(meanOf(second)),
    ...percentileInterval(differences, level),
    pValue: Math.min(1, (2 * (Math.min(notAbove, notBelow) + 1)) / (resamples + 1)),
    n,
  };
}
