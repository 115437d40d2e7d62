import type { LeakFinding } from "./finding.js";
import { FindingCollector } from "./finding.js";
import type { OpenedPart, OpenedSplit } from "./opened-split.js";

/** Parts whose size or indices do not fit the data set (`E_LEAK_SHAPE`). */
export function shapeFinding(opened: OpenedSplit): LeakFinding | undefined {
  const { nUsers, nItems } = opened.dataset;
  const found = new FindingCollector();
  for (const part of opened.parts) {
    if (part.nUsers !== nUsers || part.nItems !== nItems) {
      found.add(() => `${part.name}: ${part.nUsers} x ${part.nItems}, not ${nUsers} x ${nItems}`);
    }
    collectOutside(part, "userIndex", nUsers, found);
    collectOutside(part, "itemIndex", nItems, found);
  }
  return found.finding({
    code: "E_LEAK_SHAPE",
    summary: "A part of the split does not fit the data set's users and items",
    remedy: "Split the data set that is given to the experiment",
  });
}

function collectOutside(
  part: OpenedPart,
  column: "userIndex" | "itemIndex",
  size: number,
  found: FindingCollector,
): void {
  const indices = part.rows[column];
  if (isWithin(indices, size)) return;
  for (let row = 0; row < indices.length; row++) {
    if (indices[row] < 0 || indices[row] >= size) {
      found.add(() => `${part.name} row ${row}: ${column} ${indices[row]}`);
    }
  }
}

/** Apart from the loop that names rows: one that makes closures is several times slower. */
function isWithin(indices: Int32Array, size: number): boolean {
  for (let row = 0; row < indices.length; row++) {
    if (indices[row] < 0 || indices[row] >= size) return false;
  }
  return true;
}

/** Rows that were won or lost between data set and split (`E_LEAK_ROWS`). */
export function rowsFinding(opened: OpenedSplit): LeakFinding | undefined {
  const { split, dataset, parts } = opened;
  if (split.test === undefined) return undefined;
  const nRows = parts.reduce((sum, part) => sum + part.rows.nRows, split.nDropped);
  const found = new FindingCollector();
  if (nRows !== dataset.interactions.nRows) {
    found.add(() => `${nRows} rows in the split, ${dataset.interactions.nRows} in the data set`);
  }
  return found.finding({
    code: "E_LEAK_ROWS",
    summary: "The parts of the split and its dropped rows do not add up to the data set",
    remedy: "Make the split again from this data set",
  });
}
