import { canonicalJson } from "../../common/hash.js";
import { MoviolaError, type ErrorCode } from "../../common/errors.js";
import type { Manifest } from "../run-record.js";
import type { StoredRun } from "../store/stored-run.js";

/** The runs of one model, configuration and set of features, knocked out alike or not at all. */
export interface RunGroup {
  readonly manifest: Manifest;
  /** Ordered by split, then seed. */
  readonly runs: readonly StoredRun[];
}

/**
 * Groups runs by model, configuration, features and knock-outs, in order of first appearance. A run that is given
 * twice counts once. Throws `E_COMPARE_EMPTY`, and `E_COMPARE_DATASET`, `E_COMPARE_PROTOCOL`,
 * `E_COMPARE_SPLIT` when the runs cannot stand in one table.
 */
export function groupRuns(runs: readonly StoredRun[]): RunGroup[] {
  if (runs.length === 0) {
    throw new MoviolaError("E_COMPARE_EMPTY", "There is nothing to compare", {
      expected: "at least one run",
      got: "none",
    });
  }
  const groups = new Map<string, Map<string, StoredRun>>();
  for (const run of runs) {
    const { model, features, knockOut = {} } = run.record.manifest;
    const key = canonicalJson({ model, features, knockOut });
    const group = groups.get(key) ?? new Map<string, StoredRun>();
    group.set(run.record.id, run);
    groups.set(key, group);
  }
  const grouped = Array.from(groups.values(), (group) => {
    const sorted = [...group.values()].sort(bySplitAndSeed);
    return { manifest: sorted[0].record.manifest, runs: sorted };
  });
  for (const group of grouped) checkComparable(grouped[0], group);
  return grouped;
}

function bySplitAndSeed(one: StoredRun, other: StoredRun): number {
  const [a, b] = [one.record.manifest, other.record.manifest];
  if (a.split.hash !== b.split.hash) return a.split.hash < b.split.hash ? -1 : 1;
  return a.seed - b.seed || (one.record.id < other.record.id ? -1 : 1);
}

/** Hashes of the splits that the group's runs used, sorted. */
export function splitsOf(group: RunGroup): string[] {
  return [...new Set(group.runs.map((run) => run.record.manifest.split.hash))].sort();
}

function checkComparable(first: RunGroup, group: RunGroup): void {
  const standard = first.manifest;
  for (const { record } of group.runs) {
    const { dataset, protocol, task } = record.manifest;
    if (dataset.hash !== standard.dataset.hash) {
      throw notComparable("E_COMPARE_DATASET", "data sets", record.id, standard.dataset, dataset);
    }
    const [expected, got] = [
      { task: standard.task, ...standard.protocol },
      { task, ...protocol },
    ];
    if (canonicalJson(expected) !== canonicalJson(got)) {
      throw notComparable("E_COMPARE_PROTOCOL", "protocols", record.id, expected, got);
    }
  }
  const [expected, got] = [splitsOf(first), splitsOf(group)].map((hashes) =>
    hashes.map((hash) => hash.slice(0, 8)).join(" "),
  );
  if (expected !== got) {
    const { id } = group.manifest.model;
    throw notComparable("E_COMPARE_SPLIT", "splits", `model "${id}"`, expected, got);
  }
}

function notComparable(
  code: ErrorCode,
  what: string,
  where: string,
  expected: unknown,
  got: unknown,
): MoviolaError {
  return new MoviolaError(code, `Runs on different ${what} cannot stand in one table`, {
    where,
    expected: canonicalJson(expected),
    got: canonicalJson(got),
    remedy: `Run every model on the same ${what}, or make one table for each`,
  });
}
