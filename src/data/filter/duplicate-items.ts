import type { Dataset, ItemContent } from "../dataset.js";
import { rowsWhere } from "../interactions.js";
import { mergeDuplicatePairs, type KeepDuplicate } from "./duplicate-pairs.js";
import { keepIds, type EmptyIds } from "./empty-ids.js";
import { requireChoice } from "./refusals.js";

/** One film that stands under several ids. */
export interface DuplicateItem {
  readonly title: string;
  readonly year: number;
  /** Ids in the data set's order; the first is the one that stays. */
  readonly ids: readonly string[];
}

/** Settings of {@link mergeDuplicateItems}. */
export interface DuplicateItemOptions {
  /** Which rating counts when a user rated a film under two ids; default `last`. */
  readonly keep?: KeepDuplicate;
  /** The ids that were merged into another; default `compact`: they leave the data set. */
  readonly emptyIds?: EmptyIds;
}

/** A data set in which every film has one id, and what was done to it. */
export interface DuplicateItemResult {
  readonly dataset: Dataset;
  readonly report: {
    readonly duplicates: readonly DuplicateItem[];
    /** Rows that are gone because a user had rated a film under more than one id. */
    readonly nRemovedRows: number;
  };
}

/**
 * The films that stand under more than one id: same title (ignoring case and repeated spaces) and
 * same year. Items without a title or a year are never taken for duplicates. In the data set's order.
 */
export function findDuplicateItems(dataset: Dataset): DuplicateItem[] {
  const groups = new Map<string, { title: string; year: number; ids: string[] }>();
  dataset.itemContent.forEach(({ title, year }, item) => {
    const plainTitle = title.trim().replace(/\s+/gu, " ").toLowerCase();
    if (plainTitle === "" || year === undefined) return;
    const key = `${year} ${plainTitle}`;
    const group = groups.get(key) ?? { title, year, ids: [] };
    group.ids.push(dataset.items.idOf(item));
    groups.set(key, group);
  });
  return [...groups.values()].filter(({ ids }) => ids.length > 1);
}

/**
 * Gives every film of {@link findDuplicateItems} one id, the first in the data set's order. The other
 * ids' rows move to it, and where that gives a user two rows for a film, `keep` decides (pairs that
 * stood twice before are merged as well). Content that the first id lacks is taken from the others.
 * Throws `E_FILTER_OPTION`.
 */
export function mergeDuplicateItems(
  dataset: Dataset,
  options: DuplicateItemOptions = {},
): DuplicateItemResult {
  const { keep = "last", emptyIds = "compact" } = options;
  requireChoice("duplicate items", "emptyIds", emptyIds, ["keep", "compact"]);
  const duplicates = findDuplicateItems(dataset);
  const mergedInto = Int32Array.from({ length: dataset.nItems }, (_unused, item) => item);
  const itemContent = dataset.itemContent.slice();
  for (const { ids } of duplicates) {
    const [first, ...others] = ids.map((id) => dataset.items.indexOf(id));
    for (const other of others) {
      mergedInto[other] = first;
      itemContent[first] = fillContent(itemContent[first], dataset.itemContent[other]);
    }
  }
  const itemIndex = dataset.interactions.itemIndex.map((item) => mergedInto[item]);
  const moved = dataset.with({ itemContent, interactions: { ...dataset.interactions, itemIndex } });
  const { dataset: merged, report } = mergeDuplicatePairs(moved, keep);
  return {
    dataset: emptyIds === "keep" ? merged : dropMerged(merged, mergedInto),
    report: { duplicates, nRemovedRows: report.nRemoved },
  };
}

/** `content` with what it lacks from `other`. */
function fillContent(content: ItemContent, other: ItemContent): ItemContent {
  const externalIds = { ...other.externalIds, ...content.externalIds };
  const filled = { ...other, ...definedMembers(content) };
  return {
    ...filled,
    genres: content.genres.length > 0 ? content.genres : other.genres,
    ...(Object.keys(externalIds).length > 0 ? { externalIds } : {}),
  };
}

function definedMembers(content: ItemContent): ItemContent {
  const members = Object.entries(content).filter(([, value]) => value !== undefined);
  return Object.fromEntries(members) as unknown as ItemContent;
}

function dropMerged(dataset: Dataset, mergedInto: Int32Array): Dataset {
  const users = Int32Array.from(dataset.users.ids.keys());
  return keepIds(
    dataset,
    users,
    rowsWhere(dataset.nItems, (item) => mergedInto[item] === item),
  );
}
