import type { Interval } from "./contract.js";
import { checkValues } from "./errors.js";
import { meanOf } from "./moments.js";
import { resampledMeans } from "./resampled-means.js";
import { bootstrapOptions, percentileInterval, type BootstrapOptions } from "./resampling.js";

/**
 * Mean with its percentile bootstrap interval (Efron 1979): units (users or ratings) are drawn with
 * replacement, as many as there are. Deterministic by seed. Throws `E_STATS_EMPTY`,
 * `E_STATS_NUMBER`, `E_STATS_OPTION`.
 */
export function bootstrapMean(values: Float64Array, options: BootstrapOptions): Interval {
  return bootstrapMeans({ values }, options)["values"];
}

/**
 * {@link bootstrapMean} of several columns over the same units, with the same resamples for all:
 * the same intervals as one by one, at a fraction of the time. Columns may differ in length.
 */
export function bootstrapMeans(
  columns: Readonly<Record<string, Float64Array>>,
  options: BootstrapOptions,
): Record<string, Interval> {
  return bootstrapColumns(columns, options, (mean) => mean);
}

/**
 * Root mean squared error with its percentile bootstrap interval, from the squared error of each
 * rating (or the mean squared error of each user). Throws as {@link bootstrapMean}.
 */
export function bootstrapRmse(squaredErrors: Float64Array, options: BootstrapOptions): Interval {
  return bootstrapColumns({ squaredErrors }, options, Math.sqrt)["squaredErrors"];
}

function bootstrapColumns(
  columns: Readonly<Record<string, Float64Array>>,
  options: BootstrapOptions,
  transform: (mean: number) => number,
): Record<string, Interval> {
  const { seed, resamples, level } = bootstrapOptions(options);
  const entries = Object.entries(columns);
  for (const [name, values] of entries) checkValues(name, values);
  const intervals: Record<string, Interval> = {};
  for (const n of new Set(entries.map(([, values]) => values.length))) {
    const sameLength = entries.filter(([, values]) => values.length === n);
    const means = resampledMeans(
      sameLength.map(([, values]) => values),
      seed,
      resamples,
    );
    sameLength.forEach(([name, values], column) => {
      const statistics = means[column].map(transform);
      const mean = transform(meanOf(values));
      intervals[name] = { mean, ...percentileInterval(statistics, level), n };
    });
  }
  return Object.fromEntries(entries.map(([name]) => [name, intervals[name]]));
}
