/** Which runs a number of a page is from, where the cell does not say: told by its digits. */
import { canonicalJson } from "../../common/hash.js";
import type { RunFacts } from "../show/run-facts.js";

/** Digits by which numbers are told apart; the last ones may differ by the order of a sum. */
const digits = 11;

/**
 * Means and times of single runs, and the means that the seeds of one configuration have together where all
 * were measured on equally many users or ratings (of `rmse`, the root of the mean square).
 */
export function runsByNumber(runs: readonly RunFacts[]): ReadonlyMap<string, readonly string[]> {
  const numbers = new Map<string, readonly string[]>();
  const add = (value: number, ids: readonly string[]): void => {
    const key = numberKey(String(value));
    if (key === undefined) return;
    numbers.set(key, [...new Set([...(numbers.get(key) ?? []), ...ids])]);
  };
  for (const { id, metrics, seconds } of runs) {
    const means = Object.values(metrics).map(([mean]) => mean);
    const own = [...means, seconds.fit, seconds.evaluate, seconds.fit + seconds.evaluate];
    for (const value of new Set(own)) add(value, [id]);
  }
  for (const group of groupsOf(runs)) {
    const ids = group.map(({ id }) => id);
    for (const metric of Object.keys(group[0].metrics)) {
      const pooled = pooledMean(group, metric);
      if (pooled !== undefined) add(pooled, ids);
    }
  }
  return numbers;
}

/** A number as it is looked up; undefined for one with so few digits that it may be anything. */
export function numberKey(text: string): string | undefined {
  const significant = text.replace(/^-?0?\.?0*|e.*$/g, "").replace(".", "");
  if (significant.length < 8 || !Number.isFinite(Number(text))) return undefined;
  return Number(text).toPrecision(digits);
}

/** Runs that differ in their seeds alone, two at least. */
function groupsOf(runs: readonly RunFacts[]): RunFacts[][] {
  const groups = new Map<string, RunFacts[]>();
  for (const run of runs) {
    const { label, data, split, protocol, features, knockOut } = run;
    const key = canonicalJson([
      label,
      data.hash,
      split.name,
      split.settings,
      protocol,
      features,
      knockOut,
    ]);
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()].filter(({ length }) => length > 1);
}

function pooledMean(group: readonly RunFacts[], metric: string): number | undefined {
  const values = group.map(
    ({ metrics }) => metrics[metric] as RunFacts["metrics"][string] | undefined,
  );
  if (values.some((value) => value?.[3] !== values[0]?.[3] || value === undefined))
    return undefined;
  const means = values.map((value) => value![0]);
  const isRoot = metric === "rmse";
  const sum = means.reduce((total, mean) => total + (isRoot ? mean ** 2 : mean), 0);
  return isRoot ? Math.sqrt(sum / means.length) : sum / means.length;
}
