import { FindingCollector, type LeakFinding } from "./finding.js";
import type { OpenedPart, OpenedSplit } from "./opened-split.js";

/**
 * Held-out rows that are earlier than what the model learns from, where the split's recipe promises
 * the opposite (`E_LEAK_TIME`): for each user under `user`, over everyone under `all`. Rows of the
 * same second are no leak.
 */
export function timeFinding(opened: OpenedSplit): LeakFinding | undefined {
  const { timeOrder } = opened.split.recipe;
  if (timeOrder === "none") return undefined;
  const found = new FindingCollector();
  // One slot a user, or one that all share.
  const latest = new Float64Array(timeOrder === "user" ? opened.dataset.nUsers : 1).fill(-Infinity);
  const slot = timeOrder === "user" ? (user: number): number => user : (): number => 0;
  for (const part of opened.parts) {
    if (part.name !== "train") collectEarlier(opened, part, latest, slot, found);
    raiseLatest(part, latest, slot);
  }
  return found.finding({
    code: "E_LEAK_TIME",
    summary: `Held-out rows are earlier than training rows, though "${opened.split.recipe.name}" promises time order`,
    remedy: "Make the split again with a temporal recipe, or declare its time order as none",
  });
}

function collectEarlier(
  opened: OpenedSplit,
  part: OpenedPart,
  latest: Float64Array,
  slot: (user: number) => number,
  found: FindingCollector,
): void {
  const { timestamp, userIndex, nRows } = part.rows;
  if (timestamp === undefined) {
    if (nRows > 0) found.add(() => `${part.name} has no timestamps`);
    return;
  }
  for (let row = 0; row < nRows; row++) {
    const before = latest[slot(userIndex[row])];
    if (!(timestamp[row] >= before)) addEarlier(opened, part, row, before, found);
  }
}

/** Apart from the loop: one that makes closures is several times slower. */
function addEarlier(
  { dataset: { users, items } }: OpenedSplit,
  { name, rows: { userIndex, itemIndex, timestamp } }: OpenedPart,
  row: number,
  before: number,
  found: FindingCollector,
): void {
  found.add(
    () =>
      `${name} row ${row} (user ${users.idOf(userIndex[row])}, item ${items.idOf(itemIndex[row])}): ` +
      `time ${timestamp?.[row]}, learnt from rows up to ${before}`,
  );
}

function raiseLatest(part: OpenedPart, latest: Float64Array, slot: (user: number) => number): void {
  const { timestamp, userIndex, nRows } = part.rows;
  if (timestamp === undefined) return;
  for (let row = 0; row < nRows; row++) {
    const at = slot(userIndex[row]);
    if (timestamp[row] > latest[at]) latest[at] = timestamp[row];
  }
}
