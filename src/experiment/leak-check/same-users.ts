import { FindingCollector, type LeakFinding } from "./finding.js";
import type { OpenedSplit } from "./opened-split.js";
import { findUserTwins } from "./user-twins.js";

/** A row of one of two users. */
interface PlacedRow {
  readonly part: number;
  readonly row: number;
}

/**
 * One person under two ids with an item in two parts: what is held out for one id was learned from the
 * other. An error where the times of the ratings prove it (`E_LEAK_USER`), else a warning (`E_LEAK_ALIKE`).
 */
export function sameUserFindings(opened: OpenedSplit): (LeakFinding | undefined)[] {
  const twins = findUserTwins(opened.dataset);
  if (twins.length === 0) return [];
  const rowsOf = rowsOfUsers(opened, new Set(twins.flatMap(({ users }) => users)));
  const proved = new FindingCollector();
  const alike = new FindingCollector();
  for (const { users, timed } of twins) {
    const [first, second] = users.map((user) => rowsOf.get(user) ?? new Map<number, PlacedRow>());
    for (const [item, row] of first) {
      const other = second.get(item);
      if (other === undefined || other.part === row.part) continue;
      (timed ? proved : alike).add(() => describeCase(opened, users, item, [row, other]));
    }
  }
  const remedy = "Merge the two ids, or drop one, before splitting";
  return [
    proved.finding({
      code: "E_LEAK_USER",
      summary: "One user stands under two ids, with an item in two parts",
      remedy,
    }),
    alike.finding({
      code: "E_LEAK_ALIKE",
      summary: "Two users have nearly the same ratings, with an item in two parts",
      remedy: `${remedy}, if they are one person`,
    }),
  ];
}

/** By user and item, the rows of these users. */
function rowsOfUsers(
  { dataset, parts }: OpenedSplit,
  users: ReadonlySet<number>,
): Map<number, Map<number, PlacedRow>> {
  const isAsked = new Uint8Array(dataset.nUsers);
  const found = new Map<number, Map<number, PlacedRow>>();
  for (const user of users) {
    isAsked[user] = 1;
    found.set(user, new Map());
  }
  parts.forEach(({ rows: { userIndex, itemIndex } }, part) => {
    for (let row = 0; row < userIndex.length; row++) {
      if (isAsked[userIndex[row]] === 0) continue;
      found.get(userIndex[row])!.set(itemIndex[row], { part, row });
    }
  });
  return found;
}

function describeCase(
  { dataset, parts }: OpenedSplit,
  [first, second]: readonly [number, number],
  item: number,
  rows: readonly PlacedRow[],
): string {
  const { users, items } = dataset;
  const places = rows.map(({ part, row }) => `${parts[part].name} row ${row}`).join(", ");
  return `users ${users.idOf(first)} and ${users.idOf(second)}, item ${items.idOf(item)}: ${places}`;
}
