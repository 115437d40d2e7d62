import { createRandom } from "../../compute/random.js";
import type { Dataset } from "../dataset.js";
import { assembleSplit } from "./assemble.js";
import { forEachUser, placeInOrder } from "./place.js";
import type { Split } from "./split.js";
import { requireTimestamps, sortByTime } from "./time-order.js";

/** Settings of the leave-one-out recipes. */
export interface LeaveOneOutOptions {
  /** Whether a second row of each user is held out for validation; default true. */
  readonly withValid?: boolean;
}

/**
 * `leave-one-out-random`: one random row of each user is its test row and, unless `withValid` is false,
 * another its validation row. Users whose rows would all be held out (fewer than three, without
 * validation two) stay in train whole.
 */
export function splitLeaveOneOutRandom(
  dataset: Dataset,
  options: LeaveOneOutOptions & { readonly seed: number },
): Split {
  const { withValid = true, seed } = options;
  const random = createRandom(seed, "split/leave-one-out-random");
  const places = leaveOneOut(dataset, withValid, (rows) => random.shuffle(rows));
  return assembleSplit(
    dataset,
    { name: "leave-one-out-random", settings: { withValid }, seed },
    places,
  );
}

/**
 * `leave-one-out-latest`: each user's latest row is its test row and, unless `withValid` is false, the
 * one before it its validation row (He et al. 2017, NCF, section 4.1). Of rows of the same time the
 * later in the data set counts as later. Small users as in `leave-one-out-random`. Throws
 * `E_SPLIT_TIME`.
 */
export function splitLeaveOneOutLatest(dataset: Dataset, options: LeaveOneOutOptions = {}): Split {
  const { withValid = true } = options;
  const timestamp = requireTimestamps("leave-one-out-latest", dataset);
  const places = leaveOneOut(dataset, withValid, (rows) => sortByTime(rows, timestamp));
  return assembleSplit(
    dataset,
    { name: "leave-one-out-latest", settings: { withValid }, timeOrder: "user" },
    places,
  );
}

/** Places the last row of each user's order in test and the one before it in valid. */
function leaveOneOut(
  dataset: Dataset,
  withValid: boolean,
  order: (rows: Int32Array) => Int32Array,
): Uint8Array {
  const valid = withValid ? 1 : 0;
  const places = new Uint8Array(dataset.nRatings);
  forEachUser(dataset, (rows) => {
    const train = rows.length - 1 - valid;
    const counts =
      train >= 1 ? { train, valid, test: 1 } : { train: rows.length, valid: 0, test: 0 };
    placeInOrder(places, order(rows), counts);
  });
  return places;
}
