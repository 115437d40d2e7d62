/** Genres of each item by `itemIndex`; the shape of `ItemContent`. */
export type ItemGenres = readonly { readonly genres: readonly string[] }[];

/**
 * How a set of items spreads over genres: each item with a genre weighs 1, split equally among its
 * genres; the weights are divided by their sum. `undefined` when no item has a genre.
 */
export function genreDistribution(
  items: ArrayLike<number>,
  itemGenres: ItemGenres,
): ReadonlyMap<string, number> | undefined {
  const weights = new Map<string, number>();
  let nItems = 0;
  for (let index = 0; index < items.length; index++) {
    const { genres } = itemGenres[items[index]];
    if (genres.length === 0) continue;
    nItems++;
    for (const genre of genres) {
      weights.set(genre, (weights.get(genre) ?? 0) + 1 / genres.length);
    }
  }
  if (nItems === 0) return undefined;
  for (const [genre, weight] of weights) weights.set(genre, weight / nItems);
  return weights;
}
