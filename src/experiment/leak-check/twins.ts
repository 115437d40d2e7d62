import type { Dataset } from "../../data/dataset.js";
import { findDuplicateItems } from "../../data/filter/duplicate-items.js";
import { FindingCollector, type LeakFinding } from "./finding.js";
import type { OpenedSplit } from "./opened-split.js";

/** A row of a film that stands under several ids. */
interface TwinRow {
  readonly part: number;
  readonly row: number;
  readonly item: number;
}

/** `[nItems]` the number of the film that stands under several ids, else -1; undefined without any. */
const groupsOf = new WeakMap<Dataset, Int32Array | "none">();

/**
 * Users for whom one film stands in two parts under two ids: content with the same title and year
 * (`E_LEAK_FILM`). A warning, because two films can share both.
 */
export function twinFinding(opened: OpenedSplit): LeakFinding | undefined {
  const groups = twinGroups(opened.dataset);
  if (groups === "none") return undefined;
  const found = new FindingCollector();
  const rows = twinRows(opened, groups);
  for (const user of [...rows.keys()].sort((one, other) => one - other)) {
    const firstOf = new Map<number, TwinRow>();
    for (const row of rows.get(user)!) {
      const first = firstOf.get(groups[row.item]);
      if (first === undefined) firstOf.set(groups[row.item], row);
      else if (first.item !== row.item && first.part !== row.part) {
        found.add(() => describeTwin(opened, user, first, row));
      }
    }
  }
  return found.finding({
    code: "E_LEAK_FILM",
    summary: "A user has one film in two parts under two ids",
    remedy: "Merge films of the same title and year before splitting (mergeDuplicateItems)",
  });
}

/** By user, the rows of films under several ids, in the order of the parts. */
function twinRows({ parts }: OpenedSplit, groups: Int32Array): Map<number, TwinRow[]> {
  const byUser = new Map<number, TwinRow[]>();
  parts.forEach(({ rows: { userIndex, itemIndex } }, part) => {
    for (let row = 0; row < itemIndex.length; row++) {
      const item = itemIndex[row];
      if (groups[item] < 0) continue;
      const own = byUser.get(userIndex[row]) ?? [];
      own.push({ part, row, item });
      byUser.set(userIndex[row], own);
    }
  });
  return byUser;
}

function describeTwin(
  { dataset, parts }: OpenedSplit,
  user: number,
  first: TwinRow,
  second: TwinRow,
): string {
  const { users, items, itemContent } = dataset;
  const { title, year } = itemContent[first.item];
  const nameOf = ({ item, part, row }: TwinRow): string =>
    `item ${items.idOf(item)} in ${parts[part].name} row ${row}`;
  return `user ${users.idOf(user)}, "${title}" of ${String(year)}: ${nameOf(first)}, ${nameOf(second)}`;
}

function twinGroups(dataset: Dataset): Int32Array | "none" {
  const known = groupsOf.get(dataset);
  if (known !== undefined) return known;
  const films = findDuplicateItems(dataset);
  const groups = new Int32Array(dataset.nItems).fill(-1);
  films.forEach(({ ids }, film) => {
    for (const id of ids) groups[dataset.items.indexOf(id)] = film;
  });
  const found = films.length === 0 ? "none" : groups;
  groupsOf.set(dataset, found);
  return found;
}
