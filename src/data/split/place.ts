import type { Dataset } from "../dataset.js";
import { groupRows } from "../interactions.js";
import { DROPPED, IN_TEST, IN_TRAIN, IN_VALID } from "./assemble.js";
import type { Fractions } from "./shares.js";

/**
 * Places the rows of `order`: the first `counts.train` in train, the next `counts.valid` in valid, the
 * last `counts.test` in test; `places` is written, the three add to `order.length`.
 */
export function placeInOrder(places: Uint8Array, order: Int32Array, counts: Fractions): void {
  order.forEach((row, position) => {
    if (position < counts.train) places[row] = IN_TRAIN;
    else if (position < counts.train + counts.valid) places[row] = IN_VALID;
    else places[row] = IN_TEST;
  });
}

/** Calls `visit` with each user that has rows, ascending, and a copy of its rows, ascending. */
export function forEachUser(
  dataset: Dataset,
  visit: (rows: Int32Array, user: number) => void,
): void {
  const { offsets, rows } = groupRows(dataset.interactions.userIndex, dataset.nUsers);
  for (let user = 0; user < dataset.nUsers; user++) {
    if (offsets[user] < offsets[user + 1])
      visit(rows.slice(offsets[user], offsets[user + 1]), user);
  }
}

/** Drops the valid and test rows of users without a training row; `places` is written. */
export function dropColdUsers(dataset: Dataset, places: Uint8Array): void {
  dropUntrained(dataset.interactions.userIndex, dataset.nUsers, places);
}

/** Drops the valid and test rows of items without a training row; `places` is written. */
export function dropColdItems(dataset: Dataset, places: Uint8Array): void {
  dropUntrained(dataset.interactions.itemIndex, dataset.nItems, places);
}

function dropUntrained(keys: Int32Array, nKeys: number, places: Uint8Array): void {
  const isTrained = new Uint8Array(nKeys);
  keys.forEach((key, row) => {
    if (places[row] === IN_TRAIN) isTrained[key] = 1;
  });
  keys.forEach((key, row) => {
    if (isTrained[key] === 0) places[row] = DROPPED;
  });
}
