import type { ItemContent } from "../data/dataset.js";

/** Which items may be recommended; what is left out does not restrict. */
export interface ItemFilter {
  readonly itemContent: readonly ItemContent[];
  /** Items with at least one of these genres. */
  readonly genres?: readonly string[];
  /** First and last year; items without a year are left out. */
  readonly years?: readonly [number, number];
  /** Any other condition. */
  readonly where?: (content: ItemContent, itemIndex: number) => boolean;
}

/** `[nItems]` 1 where the filter lets an item through; undefined without a filter. */
export function allowedItems(
  filter: ItemFilter | undefined,
  nItems: number,
): Uint8Array | undefined {
  if (filter === undefined) return undefined;
  const { itemContent, genres, years, where } = filter;
  const wanted = genres?.map((genre) => genre.toLowerCase());
  const allowed = new Uint8Array(nItems);
  for (let item = 0; item < nItems; item++) {
    const content = itemContent[item];
    const { year } = content;
    const fits =
      (wanted === undefined ||
        content.genres.some((genre) => wanted.includes(genre.toLowerCase()))) &&
      (years === undefined || (year !== undefined && year >= years[0] && year <= years[1])) &&
      (where === undefined || where(content, item));
    if (fits) allowed[item] = 1;
  }
  return allowed;
}
