import { allPairsTest, effectSize, holm, significanceLetters } from "../../stats/index.js";
import type { BaselineEffect, ComparisonCell } from "./comparison.js";
import type { RunGroup } from "./group-runs.js";
import { isHigherBetter } from "./metric-columns.js";
import { checkSameKeys, poolRuns } from "./pool-runs.js";
import { deviationOverRuns, varianceOverRuns } from "./spread.js";

/** Level at which rows count as different. */
export const significanceLevel = 0.05;

/** Settings of {@link compareMetric}. */
export interface MetricComparisonOptions {
  readonly labels: readonly string[];
  readonly seed: number;
  readonly rounds: number;
  /** Position of the row that effects are against. */
  readonly baseline?: number;
}

/** The cells of one metric, one a group. */
export function compareMetric(
  groups: readonly RunGroup[],
  metric: string,
  options: MetricComparisonOptions,
): ComparisonCell[] {
  const { seed, rounds, labels, baseline } = options;
  const columns = groups.map((group) => poolRuns(group, metric));
  checkSameKeys(columns, labels);
  const values = columns.map((column) => column.values);
  const statistic = metric === "rmse" ? "rmse" : "mean";
  const { estimates, pairs } = allPairsTest(values, { seed, rounds, statistic });
  const adjusted = holm(pairs.map((pair) => pair.pValue));
  const tested = pairs.map((pair, index) => ({ ...pair, pValue: adjusted[index] }));
  const means = estimates.map((estimate) => estimate.mean);
  const higher = isHigherBetter(metric);
  const letters = significanceLetters(means, tested, significanceLevel, {
    best: higher ? "higher" : "lower",
  });
  const places = placesOf(means, higher);
  return groups.map(({ runs }, row) => {
    const deviation = deviationOverRuns(runs, metric);
    const variance = varianceOverRuns(runs, metric);
    const pair = tested.find(({ first, second }) => {
      return (
        row !== baseline && [first, second].includes(row) && [first, second].includes(baseline!)
      );
    });
    return {
      estimate: estimates[row],
      letters: letters[row],
      best: places[row] === 1,
      secondBest: places[row] === 2,
      ...(deviation === undefined ? {} : { deviationOverRuns: deviation }),
      ...(variance === undefined ? {} : { variance }),
      ...(pair === undefined
        ? {}
        : { effect: effectOf(pair, row, means[baseline!], values[row], values[baseline!]) }),
    };
  });
}

/** Place of each value among the different ones, from 1; values apart by rounding alone share it. */
function placesOf(means: readonly number[], higher: boolean): number[] {
  const sorted = [...means].sort((one, other) => (higher ? other - one : one - other));
  const leaders: number[] = [];
  for (const mean of sorted) {
    const last = leaders.at(-1);
    if (last === undefined || Math.abs(mean - last) > 1e-12 * Math.abs(last)) leaders.push(mean);
  }
  return means.map((mean) => {
    return 1 + leaders.findIndex((leader) => Math.abs(mean - leader) <= 1e-12 * Math.abs(leader));
  });
}

type TestedPair = ReturnType<typeof allPairsTest>["pairs"][number];

/** The pair as row less baseline, whichever of the two came first. */
function effectOf(
  pair: TestedPair,
  row: number,
  baselineMean: number,
  rowValues: Float64Array,
  baselineValues: Float64Array,
): BaselineEffect {
  const { difference, low, high } =
    pair.first === row ? pair : { difference: -pair.difference, low: -pair.high, high: -pair.low };
  return {
    difference,
    low,
    high,
    relative: difference / baselineMean,
    pValue: pair.pValue,
    cohensD: rowValues.length < 2 ? Number.NaN : effectSize(rowValues, baselineValues).cohensD,
  };
}
