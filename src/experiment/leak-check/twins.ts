import type { Dataset } from "../../data/dataset.js";
import { findDuplicateItems } from "../../data/filter/duplicate-items.js";
import { FindingCollector, type LeakFinding } from "./finding.js";
import type { OpenedSplit } from "./opened-split.js";
import { rowsByUser, type RowsByUser } from "./rows-by-user.js";

/**
 * Users for whom one film stands in two parts under two ids: content with the same title and year.
 * A warning, because two films can share both.
 */
export function twinFinding(opened: OpenedSplit): LeakFinding | undefined {
  const twinOf = twinGroups(opened.dataset);
  if (twinOf === undefined) return undefined;
  const rows = rowsByUser(opened);
  const found = new FindingCollector();
  for (let user = 0; user < opened.dataset.nUsers; user++) {
    const firstOf = new Map<number, number>();
    for (let at = rows.offsets[user]; at < rows.offsets[user + 1]; at++) {
      const group = twinOf[rows.itemIndex[at]];
      if (group < 0) continue;
      const first = firstOf.get(group);
      if (first === undefined) firstOf.set(group, at);
      else if (isTwin(rows, first, at))
        found.add(() => describeTwin(opened, rows, user, first, at));
    }
  }
  return found.finding({
    summary: "A user has one film in two parts under two ids",
    remedy: "Merge films of the same title and year before splitting (mergeDuplicateItems)",
  });
}

function isTwin(rows: RowsByUser, first: number, second: number): boolean {
  const sameItem = rows.itemIndex[first] === rows.itemIndex[second];
  return !sameItem && rows.part[first] !== rows.part[second];
}

function describeTwin(
  opened: OpenedSplit,
  rows: RowsByUser,
  user: number,
  first: number,
  second: number,
): string {
  const { users, items, itemContent } = opened.dataset;
  const [itemA, itemB] = [rows.itemIndex[first], rows.itemIndex[second]];
  const { title, year } = itemContent[itemA];
  return (
    `user ${users.idOf(user)}, "${title}" of ${String(year)}: item ${items.idOf(itemA)} in ` +
    `${rows.nameOf(first)}, item ${items.idOf(itemB)} in ${rows.nameOf(second)}`
  );
}

/** `[nItems]` the number of the film that stands under several ids, else -1; undefined without any. */
function twinGroups(dataset: Dataset): Int32Array | undefined {
  const films = findDuplicateItems(dataset);
  if (films.length === 0) return undefined;
  const groups = new Int32Array(dataset.nItems).fill(-1);
  films.forEach(({ ids }, film) => {
    for (const id of ids) groups[dataset.items.indexOf(id)] = film;
  });
  return groups;
}
