import type { Dataset, ItemContent } from "../dataset.js";

/** How much of a data set has a text or a poster. */
export interface Coverage {
  readonly nItems: number;
  readonly nItemsWith: number;
  readonly nItemsWithout: number;
  /** 0 to 1. */
  readonly itemShare: number;
  /** Ratings of items that have it. */
  readonly nRatingsWith: number;
  /** 0 to 1. */
  readonly ratingShare: number;
}

/** Counts the items for which `has` is true, and their ratings. */
export function coverageOf(dataset: Dataset, has: (content: ItemContent) => boolean): Coverage {
  const isWith = dataset.itemContent.map(has);
  const nItemsWith = isWith.filter(Boolean).length;
  let nRatingsWith = 0;
  for (const item of dataset.interactions.itemIndex) if (isWith[item]) nRatingsWith++;
  return {
    nItems: dataset.nItems,
    nItemsWith,
    nItemsWithout: dataset.nItems - nItemsWith,
    itemShare: dataset.nItems === 0 ? 0 : nItemsWith / dataset.nItems,
    nRatingsWith,
    ratingShare: dataset.nRatings === 0 ? 0 : nRatingsWith / dataset.nRatings,
  };
}

/** True when an item has a text. */
export function hasText(content: ItemContent): boolean {
  return content.text !== undefined && content.text !== "";
}

/** True when an item has a poster file. */
export function hasPoster(content: ItemContent): boolean {
  return content.posterPath !== undefined;
}

/** What a table and a data set do not have in common. */
export interface JoinRemainder {
  /** Rows of the table whose id is no item of the data set. */
  readonly nUnknownIds: number;
  /** The first few of those ids. */
  readonly unknownIds: readonly string[];
  /** Rows whose id stood before; the first counts. */
  readonly nDuplicateIds: number;
}

/** Counts ids that are unknown or stand twice. */
export class JoinCounter {
  #nUnknown = 0;
  #nDuplicate = 0;
  readonly #unknown: string[] = [];
  readonly #seen = new Set<number>();

  /** The item's position when the row is to be used, or -1. */
  take(dataset: Dataset, id: string): number {
    const index = dataset.items.indexOf(id);
    if (index < 0) {
      this.#nUnknown++;
      if (this.#unknown.length < 10) this.#unknown.push(id);
      return -1;
    }
    if (this.#seen.has(index)) {
      this.#nDuplicate++;
      return -1;
    }
    this.#seen.add(index);
    return index;
  }

  remainder(): JoinRemainder {
    return {
      nUnknownIds: this.#nUnknown,
      unknownIds: [...this.#unknown],
      nDuplicateIds: this.#nDuplicate,
    };
  }
}
