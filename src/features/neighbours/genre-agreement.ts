import { createRandom } from "../../compute/random.js";
import type { ItemContent } from "../../data/dataset.js";
import { genreJaccard, genreSets, type GenreSets } from "./genre-sets.js";
import { nearestItems, type NearestItems } from "./nearest-items.js";
import type { PlainMatrix } from "../feature-set.js";

/** Options of {@link genreAgreement}. */
export interface GenreAgreementOptions {
  /** Neighbours an item is compared with; default 10. */
  readonly topK?: number;
  /** Subtract the mean vector first; default false. */
  readonly centred?: boolean;
  /** For the shuffled genres; default 1. */
  readonly seed?: number;
}

/**
 * How well neighbours agree in genre, by item, for `bootstrapMean`: the arrays are parallel, so that
 * differences of them are paired. Each value is 0 to 1.
 */
export interface GenreAgreement {
  /** `[n]` items with a vector and a genre, ascending. */
  readonly items: Int32Array;
  /** `[n]` mean Jaccard of an item's genres with those of its nearest. */
  readonly nearest: Float64Array;
  /** `[n]` mean over all other items: what any number of random ones is expected to have. */
  readonly random: Float64Array;
  /** `[n]` the same as `nearest` with genres dealt anew to the items. */
  readonly shuffled: Float64Array;
  /** Means of the three; NaN without items. */
  readonly means: { readonly nearest: number; readonly random: number; readonly shuffled: number };
  readonly topK: number;
}

/**
 * Whether vectors know genres that they were not shown: the Jaccard coefficient of an item's genres
 * with those of its `topK` nearest by cosine, among the items with a vector and a genre. `random` and
 * `shuffled` are what vectors without any such knowledge would have. Throws `E_FEATURE_OPTION`.
 */
export function genreAgreement(
  features: PlainMatrix,
  itemContent: readonly Pick<ItemContent, "genres">[],
  options: GenreAgreementOptions = {},
): GenreAgreement {
  const { topK = 10, centred = false, seed = 1 } = options;
  const hasGenre = (item: number): boolean => itemContent[item].genres.length > 0;
  const neighbours = nearestItems(features, { topK, centred, isWanted: hasGenre });
  const items = itemsWithNeighbours(neighbours);
  const sets = genreSets(itemContent);
  const nearest = meansOfNearest(sets, neighbours, items);
  const shuffled = meansOfNearest(dealAnew(sets, items, seed), neighbours, items);
  const random = meansOfOthers(sets, items);
  const means = { nearest: mean(nearest), random: mean(random), shuffled: mean(shuffled) };
  return { items, nearest, random, shuffled, means, topK };
}

function itemsWithNeighbours({ items, topK }: NearestItems): Int32Array {
  const found: number[] = [];
  for (let item = 0; item * topK < items.length; item++) {
    if (items[item * topK] >= 0) found.push(item);
  }
  return Int32Array.from(found);
}

function meansOfNearest(
  sets: GenreSets,
  neighbours: NearestItems,
  items: Int32Array,
): Float64Array {
  return Float64Array.from(items, (item) => {
    const found = neighbours.of(item);
    return (
      found.reduce((sum, { itemIndex }) => sum + genreJaccard(sets, item, itemIndex), 0) /
      found.length
    );
  });
}

function meansOfOthers(sets: GenreSets, items: Int32Array): Float64Array {
  const sums = new Float64Array(items.length);
  for (let row = 0; row < items.length; row++) {
    for (let other = row + 1; other < items.length; other++) {
      const agreement = genreJaccard(sets, items[row], items[other]);
      sums[row] += agreement;
      sums[other] += agreement;
    }
  }
  return sums.map((sum) => sum / (items.length - 1));
}

/** The genres of `items` in random order. */
function dealAnew({ nWords, bits }: GenreSets, items: Int32Array, seed: number): GenreSets {
  const order = createRandom(seed, "genre agreement").permutation(items.length);
  const dealt = bits.slice();
  items.forEach((item, row) => {
    const from = items[order[row]] * nWords;
    dealt.set(bits.subarray(from, from + nWords), item * nWords);
  });
  return { nWords, bits: dealt };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
