import { hashSplit } from "../../data/split/assemble.js";
import {
  knownFingerprint,
  partFingerprint,
  rememberSplit,
  splitOrigin,
} from "../../data/split/fingerprint.js";
import { FindingCollector, type LeakFinding } from "./finding.js";
import type { OpenedSplit } from "./opened-split.js";

/** A split that was made from other data than is given (`E_LEAK_DATASET`). */
export function datasetFinding(opened: OpenedSplit): LeakFinding | undefined {
  const { dataset, split } = opened;
  if (split.datasetHash === dataset.contentHash) return undefined;
  return mismatch(split.datasetHash, dataset.contentHash).finding({
    code: "E_LEAK_DATASET",
    summary: "The split was made from another data set",
    remedy: "Split the data set that is given to the experiment, after all filters",
  });
}

/**
 * A split whose rows are not those that it was named after (`E_LEAK_SPLIT`). Rows that this process has
 * hashed before are held against their fingerprints; only those of an unknown split are hashed, which
 * needs its test part.
 */
export function splitFinding(
  opened: OpenedSplit,
  prints: readonly string[],
): LeakFinding | undefined {
  const { split, parts } = opened;
  const { recipe, datasetHash, hash } = split;
  const origin = splitOrigin(recipe, datasetHash);
  const known = knownFingerprint(hash);
  if (known !== undefined) {
    const changed = parts.filter((_part, at) => prints[at] !== known.parts[at]);
    if (changed.length === 0 && known.origin === origin) return undefined;
    const found = new FindingCollector();
    if (known.origin !== origin) found.add(() => "another recipe or another data set");
    for (const { name } of changed) found.add(() => `rows of ${name}`);
    return changedFinding(found);
  }
  if (split.test === undefined) return undefined;
  const rows = parts.map((part) => part.rows);
  const hashed = hashSplit(recipe, datasetHash, rows);
  if (hashed !== hash) return changedFinding(mismatch(hash, hashed));
  rememberSplit(hash, { origin, parts: prints });
  return undefined;
}

/** The fingerprint of each part. */
export function fingerprintsOf({ parts }: OpenedSplit): string[] {
  return parts.map(({ rows }) => partFingerprint(rows));
}

function changedFinding(found: FindingCollector): LeakFinding | undefined {
  return found.finding({
    code: "E_LEAK_SPLIT",
    summary: "The rows of the split were changed after it was made",
    remedy: "Make the split again; never write into the columns of a part",
  });
}

function mismatch(named: string, found: string): FindingCollector {
  const collector = new FindingCollector();
  collector.add(() => `hash ${named.slice(0, 16)} was named, ${found.slice(0, 16)} found`);
  return collector;
}
