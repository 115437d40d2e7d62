import type { ItemContent } from "../../../data/dataset.js";

/** Genres of items. */
export interface ItemGenres {
  /** In alphabetical order. */
  readonly names: readonly string[];
  /** `[nItems x names.length]` 1 where the item has the genre; rows of 0 where none is known. */
  readonly values: Float32Array;
}

/** The genres of the items; those behind the end of `itemContent` have none. */
export function itemGenres(itemContent: readonly ItemContent[], nItems: number): ItemGenres {
  const names = [...new Set(itemContent.flatMap(({ genres }) => genres))].sort();
  const columns = new Map(names.map((name, column) => [name, column]));
  const values = new Float32Array(nItems * names.length);
  itemContent.slice(0, nItems).forEach(({ genres }, item) => {
    for (const genre of genres) values[item * names.length + columns.get(genre)!] = 1;
  });
  return { names, values };
}
