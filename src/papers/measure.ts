/** Numbers behind a comparison: two sides of one data set, a side and a number, sides of two data sets. */
import { isMoviolaError } from "../common/errors.js";
import { compareRuns } from "../experiment/compare/compare-runs.js";
import { groupRuns } from "../experiment/compare/group-runs.js";
import { labelOf } from "../experiment/compare/label.js";
import { isHigherBetter } from "../experiment/compare/metric-columns.js";
import { poolRuns } from "../experiment/compare/pool-runs.js";
import { allPairsTest } from "../stats/all-pairs.js";
import { meanOf, varianceOf } from "../stats/moments.js";
import { twoSidedNormalTail } from "../stats/normal-tail.js";
import type { Candidate, ChosenPair } from "./choose-runs.js";
import type { ClaimTest } from "./claim-test.js";

/** Seed and rounds of tests and intervals. */
export interface MeasureOptions {
  readonly seed: number;
  readonly rounds: number;
}

/** The measured members of a test. */
export type Measured = Pick<
  ClaimTest,
  "estimates" | "difference" | "low" | "high" | "effect" | "pValue" | "n"
>;

/** The better side less the other, by `compareRuns`; a text says why they cannot be compared. */
export function measurePair(
  { better, than }: Pick<ChosenPair, "better" | "than">,
  metric: string,
  { seed, rounds }: MeasureOptions,
): Measured | string {
  try {
    const baseline = labelOf(than.runs[0].record.manifest);
    // The other side's runs come first, so that the first row of that label is theirs.
    const runs = [...than.runs, ...better.runs];
    const { rows } = compareRuns(runs, { metrics: [metric], baseline, seed, rounds });
    const [second, first] = rows.map(({ cells }) => cells[metric]);
    const { difference, low, high, cohensD, pValue } = first.effect!;
    return {
      estimates: [first.estimate.mean, second.estimate.mean],
      ...inFavour(metric, { difference, low, high }),
      ...(Number.isFinite(cohensD) ? { effect: signOf(metric) * cohensD } : {}),
      pValue,
      n: first.estimate.n,
    };
  } catch (error) {
    if (!isMoviolaError(error)) throw error;
    return error.message.split("\n", 1)[0].replace(/^E_\w+: /, "");
  }
}

/** A side less a number that is to be reached: the randomisation test against a side that has it throughout. */
export function measureReach(
  { runs }: Candidate,
  metric: string,
  target: number,
  { seed, rounds }: MeasureOptions,
): Measured {
  const { values } = poolRuns(groupRuns(runs)[0], metric);
  const isRoot = metric === "rmse";
  const constant = new Float64Array(values.length).fill(isRoot ? target ** 2 : target);
  const statistic = isRoot ? "rmse" : "mean";
  const { estimates, pairs } = allPairsTest([values, constant], { seed, rounds, statistic });
  const { difference, low, high, pValue, n } = pairs[0];
  return {
    estimates: [estimates[0].mean, target],
    ...inFavour(metric, { difference, low, high }),
    pValue,
    n,
  };
}

/**
 * Sides of two data sets, which share no units: the difference d of their values with d +/- 1.96 s, s^2 the sum of
 * the squared standard errors, and the p-value of d / s under the normal law. The standard error of a mean is that
 * of its values; of `rmse` it is the one of the mean squared error divided by 2 rmse (delta method).
 */
export function measureApart(better: Candidate, than: Candidate, metric: string): Measured {
  const [first, second] = [better, than].map((side) => {
    const { values } = poolRuns(groupRuns(side.runs)[0], metric);
    const mean = meanOf(values);
    const error = Math.sqrt((values.length < 2 ? 0 : varianceOf(values)) / values.length);
    return metric === "rmse"
      ? {
          value: Math.sqrt(mean),
          error: mean === 0 ? 0 : error / (2 * Math.sqrt(mean)),
          n: values.length,
        }
      : { value: mean, error, n: values.length };
  });
  const difference = first.value - second.value;
  const error = Math.hypot(first.error, second.error);
  const [low, high] = [difference - 1.959964 * error, difference + 1.959964 * error];
  return {
    estimates: [first.value, second.value],
    ...inFavour(metric, { difference, low, high }),
    pValue:
      error === 0 ? Number(difference === 0) : twoSidedNormalTail(Math.abs(difference) / error),
    n: Math.min(first.n, second.n),
  };
}

/** 1 where more of the metric is better, else -1. */
export function signOf(metric: string): 1 | -1 {
  return isHigherBetter(metric) ? 1 : -1;
}

function inFavour(
  metric: string,
  { difference, low, high }: Pick<Measured, "difference" | "low" | "high">,
): Pick<Measured, "difference" | "low" | "high"> {
  return signOf(metric) === 1
    ? { difference, low, high }
    : { difference: -difference, low: -high, high: -low };
}
