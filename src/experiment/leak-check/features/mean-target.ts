import { totalOf, type ItemRows, type ItemStatistics } from "./item-statistics.js";
import { mostRated, type NoiseTarget, type Present } from "./noise-target.js";

/**
 * The mean held-out rating of items, times sqrt(rows / variance within items). What is known are the
 * means of the other parts and of train, drawn to that of all by one row, and the numbers of rows, by which
 * the mean of all rows differs from that of the held-out ones. Undefined with too few items, or where all
 * ratings are equal.
 */
export function meanTarget(
  { train, known, held, variance, coldItems }: ItemStatistics,
  { missing, dim }: Present,
): NoiseTarget | undefined {
  if (!(variance > 0)) return undefined;
  const isUsed = (item: number): boolean =>
    missing[item] === 0 && held.count[item] > 0 && (coldItems || known.count[item] > 0);
  const items = mostRated(known, held, isUsed, dim);
  if (items === undefined) return undefined;
  const column = (valueOf: (item: number) => number): Float64Array =>
    Float64Array.from(items, valueOf);
  const scale = column((item) => Math.sqrt(held.count[item] / variance));
  const scaled = (values: Float64Array): Float64Array =>
    values.map((value, at) => value * scale[at]);
  const overall = totalOf(known.sum) / totalOf(known.count);
  const meanOf = ({ sum, count }: ItemRows): Float64Array =>
    column((item) => (sum[item] + overall) / (count[item] + 1));
  const means = column((item) => held.sum[item] / held.count[item]);
  // How many known rows stand beside one that is held out, and what they add to a mean of all rows.
  const ratio = column((item) => known.count[item] / held.count[item]);
  const added = column((item) => known.sum[item] / held.count[item]);
  return {
    ...{ items, scale, values: scaled(means) },
    base: coldItems
      ? [scale]
      : [scale, ...[meanOf(known), meanOf(train), ratio, added].map(scaled)],
    shapes: [
      {
        values: means.map((mean, at) => (mean + added[at]) / (1 + ratio[at])).sort(),
        heldOutOf: (mean, at) => mean * (1 + ratio[at]),
      },
      { values: means.slice().sort() },
    ],
  };
}
