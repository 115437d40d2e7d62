import type { Dataset } from "../dataset.js";
import { countByKey, groupRows, rowsWhere, takeRows, type RowGroups } from "../interactions.js";
import { applyEmptyIds, type EmptyIds } from "./empty-ids.js";
import { requireChoice, requireCount, requireRows } from "./refusals.js";

/** Settings of {@link kCore} and {@link minimumCounts}. */
export interface CountOptions {
  /** Fewest rows of a user; default 0. */
  readonly users?: number;
  /** Fewest rows of an item; default 0. */
  readonly items?: number;
  /** Users and items without a row; default `compact`. */
  readonly emptyIds?: EmptyIds;
}

/**
 * The largest part of the data set in which every user has at least `users` rows and every item at
 * least `items` rows: what repeated removal ends in, whatever its order (Seidman 1983, for graphs of
 * two sides). A row is a row: a pair that stands twice counts twice. Throws `E_FILTER_OPTION`, and
 * `E_FILTER_EMPTY` when nothing is left.
 */
export function kCore(dataset: Dataset, options: CountOptions): Dataset {
  const { users, items, emptyIds } = checkedCounts("k-core", options);
  const { userIndex, itemIndex, nRows } = dataset.interactions;
  const removed = new Uint8Array(nRows);
  const userSide = side(userIndex, dataset.nUsers, users);
  const itemSide = side(itemIndex, dataset.nItems, items);
  while (userSide.doomed.length > 0 || itemSide.doomed.length > 0) {
    removeDoomed(userSide, itemSide, itemIndex, removed);
    removeDoomed(itemSide, userSide, userIndex, removed);
  }
  const rows = rowsWhere(nRows, (row) => removed[row] === 0);
  const kept = dataset.with({ interactions: takeRows(dataset.interactions, rows) });
  return applyEmptyIds(requireRows("k-core", kept, nRows), emptyIds);
}

/**
 * Removes the rows of users and of items that have too few rows, both counted once on the given data
 * set; what is left may again hold users or items with too few ({@link kCore} repeats). Throws
 * `E_FILTER_OPTION`, and `E_FILTER_EMPTY` when nothing is left.
 */
export function minimumCounts(dataset: Dataset, options: CountOptions): Dataset {
  const { users, items, emptyIds } = checkedCounts("minimum counts", options);
  const { userIndex, itemIndex, nRows } = dataset.interactions;
  const userCounts = countByKey(userIndex, dataset.nUsers);
  const itemCounts = countByKey(itemIndex, dataset.nItems);
  const rows = rowsWhere(
    nRows,
    (row) => userCounts[userIndex[row]] >= users && itemCounts[itemIndex[row]] >= items,
  );
  const kept = dataset.with({ interactions: takeRows(dataset.interactions, rows) });
  return applyEmptyIds(requireRows("minimum counts", kept, nRows), emptyIds);
}

function checkedCounts(filter: string, options: CountOptions): Required<CountOptions> {
  const { users = 0, items = 0, emptyIds = "compact" } = options;
  requireCount(filter, "users", users);
  requireCount(filter, "items", items);
  requireChoice(filter, "emptyIds", emptyIds, ["keep", "compact"]);
  return { users, items, emptyIds };
}

/** Users or items during the removal. */
interface Side {
  readonly minimum: number;
  readonly groups: RowGroups;
  /** Rows that are left of each user or item; for the doomed any number below the minimum. */
  readonly counts: Int32Array;
  /** Users or items with too few rows, whose rows are still to be removed. */
  readonly doomed: number[];
}

function side(keys: Int32Array, nKeys: number, minimum: number): Side {
  const counts = countByKey(keys, nKeys);
  const doomed = Array.from(rowsWhere(nKeys, (key) => counts[key] > 0 && counts[key] < minimum));
  return { minimum, groups: groupRows(keys, nKeys), counts, doomed };
}

/** Removes the rows of one side's doomed, and dooms those of the other side that fall too low. */
function removeDoomed(from: Side, other: Side, otherKeys: Int32Array, removed: Uint8Array): void {
  for (let key = from.doomed.pop(); key !== undefined; key = from.doomed.pop()) {
    const { offsets, rows } = from.groups;
    for (const row of rows.subarray(offsets[key], offsets[key + 1])) {
      removed[row] = 1;
      const otherKey = otherKeys[row];
      other.counts[otherKey]--;
      if (other.counts[otherKey] === other.minimum - 1) other.doomed.push(otherKey);
    }
  }
}
