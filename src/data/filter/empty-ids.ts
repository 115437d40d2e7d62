import type { Dataset } from "../dataset.js";
import { IdMap } from "../id-map.js";
import { countByKey, rowsWhere } from "../interactions.js";

/**
 * What becomes of users and items without a row: `keep` leaves them in the id maps, so that positions
 * (and feature matrices by `itemIndex`) stay as they were; `compact` removes them and renumbers the
 * rest in their old order, content and attributes with them.
 */
export type EmptyIds = "keep" | "compact";

/** Applies an {@link EmptyIds} policy to every user and item without a row. */
export function applyEmptyIds(dataset: Dataset, policy: EmptyIds): Dataset {
  if (policy === "keep") return dataset;
  const { userIndex, itemIndex } = dataset.interactions;
  const users = countByKey(userIndex, dataset.nUsers);
  const items = countByKey(itemIndex, dataset.nItems);
  return keepIds(
    dataset,
    rowsWhere(users.length, (user) => users[user] > 0),
    rowsWhere(items.length, (item) => items[item] > 0),
  );
}

/**
 * The data set with these users and items alone (positions, ascending), renumbered. Every row's user
 * and item must be among them.
 */
export function keepIds(dataset: Dataset, users: Int32Array, items: Int32Array): Dataset {
  const newUser = newPositions(users, dataset.nUsers);
  const newItem = newPositions(items, dataset.nItems);
  const { interactions } = dataset;
  return dataset.with({
    users: new IdMap(Array.from(users, (user) => dataset.users.idOf(user))),
    items: new IdMap(Array.from(items, (item) => dataset.items.idOf(item))),
    userAttributes: Array.from(users, (user) => dataset.userAttributes[user]),
    itemContent: Array.from(items, (item) => dataset.itemContent[item]),
    interactions: {
      ...interactions,
      userIndex: interactions.userIndex.map((user) => newUser[user]),
      itemIndex: interactions.itemIndex.map((item) => newItem[item]),
    },
  });
}

/** `[size]` new position of each old one, -1 where it is not kept. */
function newPositions(kept: Int32Array, size: number): Int32Array {
  const positions = new Int32Array(size).fill(-1);
  kept.forEach((old, position) => {
    positions[old] = position;
  });
  return positions;
}
