import { hashSplit } from "../../data/split/assemble.js";
import { FindingCollector, type LeakFinding } from "./finding.js";
import type { OpenedSplit } from "./opened-split.js";

/** A split that was made from other data than is given (`E_LEAK_DATASET`). */
export function datasetFinding(opened: OpenedSplit): LeakFinding | undefined {
  const { dataset, split } = opened;
  return mismatch(split.datasetHash, dataset.contentHash)?.finding({
    code: "E_LEAK_DATASET",
    summary: "The split was made from another data set",
    remedy: "Split the data set that is given to the experiment, after all filters",
  });
}

/** A split whose rows are not those that it was named after (`E_LEAK_SPLIT`). */
export function splitFinding(opened: OpenedSplit): LeakFinding | undefined {
  const { split, parts } = opened;
  // Without the test part the rows cannot be hashed as they were.
  if (split.test === undefined) return undefined;
  const rows = parts.map((part) => part.rows);
  return mismatch(split.hash, hashSplit(split.recipe, split.datasetHash, rows))?.finding({
    code: "E_LEAK_SPLIT",
    summary: "The rows of the split were changed after it was made",
    remedy: "Make the split again; never write into the columns of a part",
  });
}

function mismatch(named: string, found: string): FindingCollector | undefined {
  if (named === found) return undefined;
  const collector = new FindingCollector();
  collector.add(() => `hash ${named.slice(0, 16)} was named, ${found.slice(0, 16)} found`);
  return collector;
}
