import { createRandom } from "../../compute/random.js";
import type { Dataset } from "../dataset.js";
import { groupRows, rowsWhere } from "../interactions.js";
import { assembleSplit } from "./assemble.js";
import { forEachUser, placeInOrder } from "./place.js";
import { checkFractions, shareOut, shareOutUser, type Fractions } from "./shares.js";
import type { Split } from "./split.js";

/** Fractions of a split, with the seed of its randomness. */
export interface RandomSplitOptions extends Fractions {
  readonly seed: number;
}

/**
 * `random-ratings`: every row has the same chance of each part, whoever's it is; the counts are exact
 * (largest remainder). Not in order of time. Throws `E_SPLIT_FRACTION`.
 */
export function splitRandomRatings(dataset: Dataset, options: RandomSplitOptions): Split {
  const { seed, settings } = checked("random-ratings", options);
  const places = new Uint8Array(dataset.nRatings);
  const order = createRandom(seed, "split/random-ratings").permutation(dataset.nRatings);
  placeInOrder(places, order, shareOut(order.length, settings));
  return assembleSplit(dataset, { name: "random-ratings", settings, seed }, places);
}

/**
 * `stratified-by-rating`: as `random-ratings` within the rows of each rating value, so that all parts
 * have the same distribution of ratings (missing ratings are a value of their own). Each value's rows
 * are shared out by largest remainder: a part's total may miss its fraction of all rows by less than
 * one row a value. Throws `E_SPLIT_FRACTION`.
 */
export function splitStratifiedByRating(dataset: Dataset, options: RandomSplitOptions): Split {
  const { seed, settings } = checked("stratified-by-rating", options);
  const { rating, nRows } = dataset.interactions;
  const random = createRandom(seed, "split/stratified-by-rating");
  const places = new Uint8Array(nRows);
  const values = [...new Set(rating)].sort((one, other) => one - other || Number(isNaN(one)) - 1);
  const stratumOf = new Map(values.map((value, stratum) => [value, stratum]));
  const strata = groupRows(
    Int32Array.from(rating, (value) => stratumOf.get(value)!),
    values.length,
  );
  values.forEach((_value, stratum) => {
    const rows = strata.rows.slice(strata.offsets[stratum], strata.offsets[stratum + 1]);
    placeInOrder(places, random.shuffle(rows), shareOut(rows.length, settings));
  });
  return assembleSplit(dataset, { name: "stratified-by-rating", settings, seed }, places);
}

/**
 * `per-user-random`: as `random-ratings` within the rows of each user, by largest remainder; every
 * user with rows has at least one in train. Throws `E_SPLIT_FRACTION`.
 */
export function splitPerUserRandom(dataset: Dataset, options: RandomSplitOptions): Split {
  const { seed, settings } = checked("per-user-random", options);
  const random = createRandom(seed, "split/per-user-random");
  const places = new Uint8Array(dataset.nRatings);
  forEachUser(dataset, (rows) => {
    placeInOrder(places, random.shuffle(rows), shareOutUser(rows.length, settings));
  });
  return assembleSplit(dataset, { name: "per-user-random", settings, seed }, places);
}

/** Settings of {@link splitColdItem}: fractions are of the items that have rows. */
export type ColdItemOptions = RandomSplitOptions;

/**
 * `cold-item`: holds out whole items. The items that have rows are drawn into three groups by the
 * fractions (largest remainder); all rows of an item go to its group's part, so that no held-out item
 * has a row in train. Throws `E_SPLIT_FRACTION`.
 */
export function splitColdItem(dataset: Dataset, options: ColdItemOptions): Split {
  const { seed, settings } = checked("cold-item", options);
  const { itemIndex } = dataset.interactions;
  const hasRows = new Uint8Array(dataset.nItems);
  for (const item of itemIndex) hasRows[item] = 1;
  const items = rowsWhere(dataset.nItems, (item) => hasRows[item] === 1);
  createRandom(seed, "split/cold-item").shuffle(items);
  const placeOfItem = new Uint8Array(dataset.nItems);
  placeInOrder(placeOfItem, items, shareOut(items.length, settings));
  const places = Uint8Array.from(itemIndex, (item) => placeOfItem[item]);
  return assembleSplit(dataset, { name: "cold-item", settings, seed }, places);
}

function checked(recipe: string, options: RandomSplitOptions): CheckedOptions {
  const { train, valid, test, seed } = options;
  checkFractions(recipe, options);
  return { seed, settings: { train, valid, test } };
}

interface CheckedOptions {
  readonly seed: number;
  /** The fractions alone, as the recipe records them. */
  readonly settings: { train: number; valid: number; test: number };
}
