import { rowColumns } from "../../compute/sparse.js";
import type { Dataset } from "../../data/dataset.js";
import { openTestPart } from "../../data/split/parts.js";
import type { Split } from "../../data/split/split.js";
import { seenItems, usersWithItems } from "../evaluate/user-items.js";
import type { NamedLists } from "./named-lists.js";

/** One test user's list by item positions. */
interface PlacedList {
  readonly userIndex: number;
  /** Best first; positions from `dataset.nItems` on are items that stand in no file. */
  readonly ranked: Int32Array;
  /** Listed items that the user has in train or valid. */
  readonly nSeen: number;
  /** Positions that the user's list could not hold: train and valid items, other lists' unknown items. */
  readonly nExcluded: number;
}

/** The lists of all users with a test row. */
export interface PlacedLists {
  readonly users: readonly PlacedList[];
  /** Items of the files and, behind them, those that only lists name. */
  readonly nItems: number;
  readonly isComplete: boolean;
}

/** Finds the positions of the listed items of every user with a test row, and counts what is odd. */
export function placeLists(lists: NamedLists, dataset: Dataset, split: Split): PlacedLists {
  const { nUsers, nItems } = dataset;
  const relevant = seenItems([openTestPart(split.test)], nUsers, nItems);
  const seen = seenItems([split.train.interactions, split.valid.interactions], nUsers, nItems);
  const positions = new ItemPositions(dataset);
  let isComplete = true;
  const listed = Array.from(usersWithItems(relevant), (userIndex) => {
    const own = rowColumns(seen, userIndex);
    const ids = lists.itemsOf.get(dataset.users.idOf(userIndex)) ?? [];
    const ranked = Int32Array.from(ids, (id) => positions.of(id));
    const nUnknown = ranked.reduce((count, item) => count + (item >= nItems ? 1 : 0), 0);
    const isSeen = new Set(own);
    const nSeen = ranked.reduce((count, item) => count + (isSeen.has(item) ? 1 : 0), 0);
    if (ranked.length - nUnknown - nSeen < nItems - own.length) isComplete = false;
    return { userIndex, ranked, nSeen, nUnknown, nUnseen: own.length - nSeen };
  });
  const users = listed.map(({ nUnknown, nUnseen, ...list }) => ({
    ...list,
    nExcluded: nUnseen + positions.nUnknown - nUnknown,
  }));
  return { users, nItems: nItems + positions.nUnknown, isComplete };
}

/** Positions of items in the catalogue, and behind it for ids that are not there. */
class ItemPositions {
  readonly #dataset: Dataset;
  readonly #unknown = new Map<string, number>();

  constructor(dataset: Dataset) {
    this.#dataset = dataset;
  }

  get nUnknown(): number {
    return this.#unknown.size;
  }

  of(id: string): number {
    const known = this.#dataset.items.indexOf(id);
    if (known >= 0) return known;
    const before = this.#unknown.get(id);
    if (before !== undefined) return before;
    const position = this.#dataset.nItems + this.#unknown.size;
    this.#unknown.set(id, position);
    return position;
  }
}
