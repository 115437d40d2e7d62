import { MoviolaError } from "../../common/errors.js";
import type { Dataset } from "../dataset.js";
import { assembleSplit, IN_TEST, IN_TRAIN, IN_VALID } from "./assemble.js";
import { dropColdItems, dropColdUsers, forEachUser, placeInOrder } from "./place.js";
import { checkFractions, shareOut, shareOutUser, type Fractions } from "./shares.js";
import type { Split } from "./split.js";
import { requireTimestamps, sortByTime } from "./time-order.js";

/**
 * `per-user-temporal`: each user's earliest rows are its training rows, the next its validation rows,
 * the latest its test rows, by the fractions (largest remainder; every user with rows has at least one
 * in train). Rows of the same time count in the data set's order. Other users' training rows may be
 * later than a user's test rows. Throws `E_SPLIT_FRACTION`, `E_SPLIT_TIME`.
 */
export function splitPerUserTemporal(dataset: Dataset, options: Fractions): Split {
  const { train, valid, test } = options;
  checkFractions("per-user-temporal", options);
  const timestamp = requireTimestamps("per-user-temporal", dataset);
  const places = new Uint8Array(dataset.nRatings);
  forEachUser(dataset, (rows) => {
    placeInOrder(places, sortByTime(rows, timestamp), shareOutUser(rows.length, options));
  });
  return assembleSplit(
    dataset,
    { name: "per-user-temporal", settings: { train, valid, test }, timeOrder: "user" },
    places,
  );
}

/** Held-out rows that a global temporal split can leave out because train knows nothing of them. */
export type DropCold = "none" | "users" | "users-and-items";

/** Settings of {@link splitGlobalTemporal}. */
export interface GlobalTemporalOptions extends Fractions {
  /**
   * Valid and test rows of users (and items) without a training row: kept (`none`, the default) or
   * left out of every part and counted in `nDropped`.
   */
  readonly dropCold?: DropCold;
}

/**
 * `global-temporal`: the earliest rows of all are train, the next valid, the latest test, by the
 * fractions. Rows of the same time count in the data set's order, so that a cut may fall between two
 * rows of one second. Throws `E_SPLIT_FRACTION`, `E_SPLIT_TIME`, `E_SPLIT_OPTION`.
 */
export function splitGlobalTemporal(dataset: Dataset, options: GlobalTemporalOptions): Split {
  const { train, valid, test, dropCold = "none" } = options;
  checkFractions("global-temporal", options);
  const timestamp = requireTimestamps("global-temporal", dataset);
  const places = new Uint8Array(dataset.nRatings);
  const order = sortByTime(Int32Array.from(places.keys()), timestamp);
  placeInOrder(places, order, shareOut(order.length, options));
  dropColdRows(dataset, places, dropCold);
  return assembleSplit(
    dataset,
    { name: "global-temporal", settings: { train, valid, test, dropCold }, timeOrder: "all" },
    places,
  );
}

/** Settings of {@link splitAtTimes}. */
export interface SplitTimesOptions {
  /** Time of the first validation row, seconds since 1970 UTC; default `testFrom`: no validation. */
  readonly validFrom?: number;
  /** Time of the first test row, seconds since 1970 UTC. */
  readonly testFrom: number;
  /** As in {@link GlobalTemporalOptions}; default `none`. */
  readonly dropCold?: DropCold;
}

/**
 * `global-times`: rows before `validFrom` are train, those from `validFrom` and before `testFrom`
 * valid, the rest test; rows of one time are never parted. Throws `E_SPLIT_TIME`, `E_SPLIT_OPTION`.
 */
export function splitAtTimes(dataset: Dataset, options: SplitTimesOptions): Split {
  const { testFrom, validFrom = testFrom, dropCold = "none" } = options;
  const timestamp = requireTimestamps("global-times", dataset);
  if (!(validFrom <= testFrom)) {
    throw new MoviolaError("E_SPLIT_OPTION", "The times do not make a split", {
      where: "global-times",
      expected: "two numbers, validFrom not after testFrom",
      got: `validFrom ${validFrom}, testFrom ${testFrom}`,
    });
  }
  const places = Uint8Array.from(timestamp, (time) => {
    if (time < validFrom) return IN_TRAIN;
    return time < testFrom ? IN_VALID : IN_TEST;
  });
  dropColdRows(dataset, places, dropCold);
  const settings = { validFrom, testFrom, dropCold };
  return assembleSplit(dataset, { name: "global-times", settings, timeOrder: "all" }, places);
}

function dropColdRows(dataset: Dataset, places: Uint8Array, dropCold: DropCold): void {
  if (!["none", "users", "users-and-items"].includes(dropCold)) {
    throw new MoviolaError("E_SPLIT_OPTION", "A split has no such option", {
      where: "global temporal, dropCold",
      expected: '"none", "users" or "users-and-items"',
      got: JSON.stringify(dropCold),
    });
  }
  if (dropCold !== "none") dropColdUsers(dataset, places);
  if (dropCold === "users-and-items") dropColdItems(dataset, places);
}
