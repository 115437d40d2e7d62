import { MoviolaError } from "../../common/errors.js";
import { Dataset, type DatasetParts, type Interactions } from "../dataset.js";
import { IdMapBuilder, type IdMap } from "../id-map.js";
import { pairKey } from "../interactions.js";
import { assembleSplit, DROPPED, IN_TEST, IN_TRAIN, IN_VALID } from "./assemble.js";
import { nameRow, translateIds, type GivenPart, type GivenParts } from "./given-parts.js";
import { placeOfPairs, refuseOverlaps, type PlacedPart } from "./overlap.js";
import type { Split, SplitRecipe } from "./split.js";

/** Settings of {@link splitFromParts} and {@link datasetFromParts}. */
export interface FromPartsOptions {
  /** The order of time that the maker of the files promises; default `none`. */
  readonly timeOrder?: SplitRecipe["timeOrder"];
  /**
   * A pair in a file that the data set does not hold (for instance because a filter removed it):
   * `refuse` (the default) or `skip`.
   */
  readonly missingPairs?: "refuse" | "skip";
}

/**
 * `given-files`: the split of a data set that files give, matched by pair of user and item: each row
 * of the data set goes to the part that holds its pair, with the data set's own rating and timestamp;
 * rows whose pair is in no file are dropped and counted. Throws `E_SPLIT_ID` for an unknown id,
 * `E_SPLIT_OVERLAP` for a pair in two parts, `E_SPLIT_ROW` for a pair that the data set lacks.
 */
export function splitFromParts(
  dataset: Dataset,
  parts: GivenParts,
  options: FromPartsOptions = {},
): Split {
  const { timeOrder = "none", missingPairs = "refuse" } = options;
  const placed = placeParts(parts, dataset);
  const { userIndex, itemIndex, nRows } = dataset.interactions;
  const placeOf = placeOfPairs(placed, dataset.nItems);
  const keys = Float64Array.from({ length: nRows }, (_unused, row) =>
    pairKey(userIndex[row], itemIndex[row], dataset.nItems),
  );
  if (missingPairs === "refuse") requirePairs(placed, new Set(keys), dataset.nItems);
  const places = Uint8Array.from(keys, (key) => placeOf.get(key) ?? DROPPED);
  return assembleSplit(dataset, { name: "given-files", settings: {}, timeOrder }, places);
}

/** What {@link datasetFromParts} cannot learn from the rows. */
export type DatasetFacts = Pick<DatasetParts, "name" | "ratingScale"> &
  Partial<Pick<DatasetParts, "invented" | "sources" | "licence" | "rejected">>;

/**
 * The data set that the parts make together, and its split: all rows of train, then valid, then test;
 * ids in order of first sight, so that users and items of any part are known to all. Titles are the
 * item ids. There are timestamps when every part has them. Throws `E_SPLIT_OVERLAP` for a pair in two
 * parts.
 */
export function datasetFromParts(
  parts: GivenParts,
  facts: DatasetFacts,
  options: Pick<FromPartsOptions, "timeOrder"> = {},
): { readonly dataset: Dataset; readonly split: Split } {
  const { timeOrder = "none" } = options;
  const users = new IdMapBuilder();
  const items = new IdMapBuilder();
  for (const { part } of partsInOrder(parts)) {
    addInOrder(users, part.users, part.interactions.userIndex);
    addInOrder(items, part.items, part.interactions.itemIndex);
  }
  const ids = { users: users.build(), items: items.build() };
  const placed = placeParts(parts, ids);
  refuseOverlaps(placed, ids.users.size, ids.items.size);
  const dataset = new Dataset({
    invented: false,
    sources: [],
    licence: "not stated",
    rejected: { count: 0, examples: [] },
    ...facts,
    ...ids,
    interactions: joinRows(placed),
    itemContent: ids.items.ids.map((title) => ({ title, genres: [] })),
    userAttributes: ids.users.ids.map(() => ({})),
  });
  const places = new Uint8Array(dataset.interactions.nRows);
  let start = 0;
  for (const { place, userIndex } of placed) {
    places.fill(place, start, start + userIndex.length);
    start += userIndex.length;
  }
  const recipe = { name: "given-files", settings: {}, timeOrder };
  return { dataset, split: assembleSplit(dataset, recipe, places) };
}

/** Adds the ids that rows use, in order of first sight; each is looked up once. */
function addInOrder(common: IdMapBuilder, own: IdMap, used: Int32Array): void {
  const isAdded = new Uint8Array(own.size);
  for (const position of used) {
    if (isAdded[position] === 1) continue;
    isAdded[position] = 1;
    common.add(own.ids[position]);
  }
}

function partsInOrder({ train, valid, test }: GivenParts): { part: GivenPart; place: number }[] {
  const middle = valid === undefined ? [] : [{ part: valid, place: IN_VALID }];
  return [{ part: train, place: IN_TRAIN }, ...middle, { part: test, place: IN_TEST }];
}

function placeParts(parts: GivenParts, common: Pick<Dataset, "users" | "items">): PlacedPart[] {
  return partsInOrder(parts).map(({ part, place }) => {
    const userOf = translateIds(part, "user", common.users);
    const itemOf = translateIds(part, "item", common.items);
    return {
      part,
      place,
      userIndex: part.interactions.userIndex.map((user) => userOf[user]),
      itemIndex: part.interactions.itemIndex.map((item) => itemOf[item]),
    };
  });
}

function requirePairs(placed: readonly PlacedPart[], known: Set<number>, nItems: number): void {
  for (const { part, userIndex, itemIndex } of placed) {
    const isMissing = (user: number, row: number): boolean =>
      !known.has(pairKey(user, itemIndex[row], nItems));
    const row = userIndex.findIndex(isMissing);
    if (row < 0) continue;
    const user = JSON.stringify(part.users.idOf(part.interactions.userIndex[row]));
    const item = JSON.stringify(part.items.idOf(part.interactions.itemIndex[row]));
    throw new MoviolaError("E_SPLIT_ROW", "A split file holds a pair that the data set lacks", {
      where: nameRow(part, row),
      expected: "pairs of user and item that are rows of the data set",
      got: `user ${user} with item ${item}, and ${userIndex.filter(isMissing).length - 1} more rows`,
      remedy: 'Use the unfiltered data set, or pass missingPairs: "skip"',
    });
  }
}

function joinRows(placed: readonly PlacedPart[]): Interactions {
  const parts = placed.map(({ part }) => part.interactions);
  const joinInto = <T extends Int32Array | Float32Array | Float64Array>(
    joined: T,
    columns: readonly T[],
  ): T => {
    let start = 0;
    for (const column of columns) {
      joined.set(column, start);
      start += column.length;
    }
    return joined;
  };
  const nRows = parts.reduce((sum, part) => sum + part.nRows, 0);
  const times = parts.flatMap(({ timestamp }) => (timestamp === undefined ? [] : [timestamp]));
  const userColumns = placed.map(({ userIndex }) => userIndex);
  const itemColumns = placed.map(({ itemIndex }) => itemIndex);
  const ratingColumns = parts.map(({ rating }) => rating);
  return {
    nRows,
    userIndex: joinInto(new Int32Array(nRows), userColumns),
    itemIndex: joinInto(new Int32Array(nRows), itemColumns),
    rating: joinInto(new Float32Array(nRows), ratingColumns),
    ...(times.length === parts.length && { timestamp: joinInto(new Float64Array(nRows), times) }),
  };
}
