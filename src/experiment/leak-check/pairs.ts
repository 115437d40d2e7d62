import { FindingCollector, type LeakFinding } from "./finding.js";
import type { OpenedSplit } from "./opened-split.js";
import { rowsByUser, type RowsByUser } from "./rows-by-user.js";

/** The same user and item in two parts (`E_LEAK_PAIR`), or twice in one part (a warning). */
export interface PairFindings {
  readonly across: LeakFinding | undefined;
  readonly within: LeakFinding | undefined;
}

/** Most cells of users by items for which one bit each is kept: 32 MB. */
const mostCells = 2 ** 28;

/**
 * Looks for pairs that stand twice. Linear in the rows: one bit a pair where the bits fit into memory, and
 * only where a bit is met twice, or there are too many, a pass over the rows sorted by user.
 */
export function pairFindings(opened: OpenedSplit): PairFindings {
  if (hasNoRepeat(opened)) return { across: undefined, within: undefined };
  const rows = rowsByUser(opened);
  const across = new FindingCollector();
  const within = new FindingCollector();
  // The position, plus one, of the row in which the current user had each item.
  const seenAt = new Int32Array(opened.dataset.nItems);
  for (let user = 0; user < opened.dataset.nUsers; user++) {
    const [start, end] = [rows.offsets[user], rows.offsets[user + 1]];
    for (let at = start; at < end; at++) {
      const item = rows.itemIndex[at];
      const earlier = seenAt[item] - 1;
      seenAt[item] = at + 1;
      if (earlier < start) continue;
      const found = rows.part[earlier] === rows.part[at] ? within : across;
      found.add(() => describePair(opened, rows, user, earlier, at));
    }
  }
  return {
    across: across.finding({
      code: "E_LEAK_PAIR",
      summary: "The same user and item stand in two parts of the split",
      remedy: "Remove duplicates before splitting (mergeDuplicatePairs), or mend the split files",
    }),
    within: within.finding({
      code: "E_LEAK_REPEAT",
      summary: "The same user and item stand twice in one part",
      remedy: "Remove duplicates before splitting (mergeDuplicatePairs)",
    }),
  };
}

/** True when no pair stands twice for certain. */
function hasNoRepeat({ dataset: { nUsers, nItems }, parts }: OpenedSplit): boolean {
  const nCells = nUsers * nItems;
  if (nCells > mostCells) return false;
  const bits = new Int32Array((nCells >>> 5) + 1);
  for (const { rows } of parts) {
    const { userIndex, itemIndex } = rows;
    for (let row = 0; row < userIndex.length; row++) {
      const cell = userIndex[row] * nItems + itemIndex[row];
      const word = bits[cell >>> 5];
      const bit = 1 << (cell & 31);
      if ((word & bit) !== 0) return false;
      bits[cell >>> 5] = word | bit;
    }
  }
  return true;
}

function describePair(
  opened: OpenedSplit,
  rows: RowsByUser,
  user: number,
  earlier: number,
  later: number,
): string {
  const { users, items } = opened.dataset;
  const item = rows.itemIndex[later];
  return `user ${users.idOf(user)}, item ${items.idOf(item)}: ${rows.nameOf(earlier)}, ${rows.nameOf(later)}`;
}
