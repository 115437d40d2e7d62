import type { Dataset } from "../../data/dataset.js";
import { describeDataset } from "../../data/describe/index.js";

/** A data set's card as a page carries it. */
export interface DataFacts {
  readonly name: string;
  readonly hash: string;
  readonly invented: boolean;
  readonly licence: string;
  readonly nUsers: number;
  readonly nItems: number;
  readonly nRatings: number;
  /** Share of the user-item cells that hold a rating, 0 to 1. */
  readonly density: number;
  readonly ratingMean: number;
  /** Ratings and the share of the rows that has each, by rising rating; the rarest beyond 21 are left out. */
  readonly ratings: readonly (readonly [rating: number, share: number])[];
  /** Median and mean number of rows of a user, and of an item. */
  readonly activity: readonly [median: number, mean: number];
  readonly popularity: readonly [median: number, mean: number];
  /** Share of the rows that the most rated tenth of the items has, 0 to 1. */
  readonly topTenthShare: number;
  /** Share of the items with a text, and with a poster, 0 to 1. */
  readonly textShare: number;
  readonly posterShare: number;
  /** First and last day, such as `1997-09-20`; absent when no row has a time. */
  readonly days?: readonly [string, string];
  readonly nRejected: number;
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** What a page carries of a data set. */
export function dataFacts(dataset: Dataset): DataFacts {
  const card = describeDataset(dataset);
  const { timeSpan, activity, popularity } = card;
  return {
    name: card.name,
    hash: card.contentHash.slice(0, 12),
    invented: card.invented,
    licence: card.licence,
    nUsers: card.nUsers,
    nItems: card.nItems,
    nRatings: card.nRatings,
    density: card.density,
    ratingMean: card.ratingMean,
    ratings: commonest(card.ratingHistogram, 21).map(({ rating, share }) => [rating, share]),
    activity: [activity.median, activity.mean],
    popularity: [popularity.median, popularity.mean],
    topTenthShare: card.topTenthShare,
    textShare: card.text.itemShare,
    posterShare: card.posters.itemShare,
    ...(timeSpan === undefined ? {} : { days: [dayOf(timeSpan.first), dayOf(timeSpan.last)] }),
    nRejected: card.rejected.count,
    files: dataset.sources.map(({ path, sha256 }) => ({ path, sha256: sha256.slice(0, 12) })),
  };
}

/** The `count` ratings that were given most, by rising rating. */
function commonest<T extends { readonly rating: number; readonly share: number }>(
  histogram: readonly T[],
  count: number,
): T[] {
  const chosen = new Set([...histogram].sort((a, b) => b.share - a.share).slice(0, count));
  return histogram.filter((bar) => chosen.has(bar));
}

function dayOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
