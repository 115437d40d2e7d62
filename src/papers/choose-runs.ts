/** Of all runs that a side of a comparison could mean, the ones that are compared. */
import { canonicalJson } from "../common/hash.js";
import { isHigherBetter } from "../experiment/compare/metric-columns.js";
import type { StoredRun } from "../experiment/store/stored-run.js";

/** Runs of one configuration on one data set, measured alike. */
export interface Candidate {
  /** Model, configuration, features, knock-outs. */
  readonly key: string;
  /** Data set and conventions; candidates are compared where these agree. */
  readonly standard: string;
  readonly features: string;
  readonly runs: readonly StoredRun[];
  /** Mean of the runs' values of the metric. */
  readonly mean: number;
}

/** The runs of a pair of sides, on the splits that both have. */
export interface ChosenPair {
  readonly better: Candidate;
  readonly than: Candidate;
  /** How many configurations of either side matched. */
  readonly configurations: readonly [number, number];
}

/**
 * Runs that took `metric`, apart by configuration. Of runs of equal configuration, split and seed, made by
 * different versions of the code, the latest counts.
 */
export function candidatesOf(runs: readonly StoredRun[], metric: string): Candidate[] {
  const groups = new Map<string, Map<string, StoredRun>>();
  for (const run of runs) {
    const { manifest, metrics } = run.record;
    if (!(metric in metrics)) continue;
    const key = `${keyOf(run)} ${standardOf(run)}`;
    const group = groups.get(key) ?? new Map<string, StoredRun>();
    const place = `${manifest.split.hash} ${manifest.seed}`;
    const known = group.get(place);
    if (known === undefined || ageOf(run) > ageOf(known)) group.set(place, run);
    groups.set(key, group);
  }
  const sorted = [...groups].sort(([one], [other]) => (one < other ? -1 : 1));
  return sorted.map(([, group]) => candidateOf([...group.values()], metric));
}

function candidateOf(runs: readonly StoredRun[], metric: string): Candidate {
  const ordered = [...runs].sort((one, other) => (placeOf(one) < placeOf(other) ? -1 : 1));
  const sum = ordered.reduce((total, { record }) => total + record.metrics[metric].mean, 0);
  return {
    key: keyOf(ordered[0]),
    standard: standardOf(ordered[0]),
    features: canonicalJson(ordered[0].record.manifest.features),
    runs: ordered,
    mean: sum / ordered.length,
  };
}

function keyOf({ record: { manifest } }: StoredRun): string {
  const { model, features, knockOut = {} } = manifest;
  return canonicalJson({ model, features, knockOut });
}

function standardOf({ record: { manifest } }: StoredRun): string {
  const { dataset, task, protocol } = manifest;
  return canonicalJson({ data: dataset.hash, task, protocol });
}

function placeOf({ record: { manifest, id } }: StoredRun): string {
  return `${manifest.split.hash} ${String(manifest.seed).padStart(16, "0")} ${id}`;
}

function ageOf({ record }: StoredRun): string {
  return `${record.startedAt} ${record.id}`;
}

/**
 * The pair that is compared: of those measured alike on a split in common, the one with equal features, then the
 * one on most splits and most runs, then either side's best by the metric. Undefined when there is none.
 */
export function choosePair(
  better: readonly Candidate[],
  than: readonly Candidate[],
  metric: string,
): ChosenPair | undefined {
  const pairs = better.flatMap((one) => than.flatMap((other) => pairOf(one, other, metric)));
  const sign = isHigherBetter(metric) ? 1 : -1;
  const best = pairs.sort((one, other) => {
    const [a, b] = [one, other].map(merits);
    const at = a.findIndex((merit, index) => merit !== b[index]);
    return at === -1 ? 0 : b[at] - a[at];
  });
  return best.length === 0
    ? undefined
    : { ...best[0], configurations: [better.length, than.length] };

  function merits(pair: Pair): number[] {
    const nRuns = Math.min(pair.better.runs.length, pair.than.runs.length);
    const sameFeatures = Number(pair.better.features === pair.than.features);
    const means = [sign * pair.better.mean, sign * pair.than.mean];
    return [sameFeatures, splitsOf(pair.better).size, nRuns, ...means];
  }
}

type Pair = Pick<ChosenPair, "better" | "than">;

function pairOf(better: Candidate, than: Candidate, metric: string): Pair[] {
  if (better.standard !== than.standard || better.key === than.key) return [];
  const common = [...splitsOf(better)].filter((split) => splitsOf(than).has(split));
  if (common.length === 0) return [];
  const onCommon = ({ runs }: Candidate): Candidate => {
    const kept = runs.filter(({ record }) => common.includes(record.manifest.split.hash));
    return candidateOf(kept, metric);
  };
  return [{ better: onCommon(better), than: onCommon(than) }];
}

function splitsOf({ runs }: Candidate): Set<string> {
  return new Set(runs.map(({ record }) => record.manifest.split.hash));
}

/** The one candidate of a side that stands alone: on most splits and runs, then the best by the metric. */
export function chooseOne(
  candidates: readonly Candidate[],
  metric: string,
): { readonly chosen: Candidate; readonly configurations: number } | undefined {
  const sign = isHigherBetter(metric) ? 1 : -1;
  const [chosen] = [...candidates].sort((one, other) => {
    return (
      splitsOf(other).size - splitsOf(one).size ||
      other.runs.length - one.runs.length ||
      sign * (other.mean - one.mean)
    );
  });
  return candidates.length === 0 ? undefined : { chosen, configurations: candidates.length };
}
