import type { Dataset, RatingScale, RejectedRows } from "../dataset.js";
import { countByKey } from "../interactions.js";
import { coverageOf, hasPoster, hasText, type Coverage } from "../join/coverage.js";
import { quantilesOf, type Quantiles } from "./quantiles.js";

/** How often one rating was given. */
export interface RatingCount {
  readonly rating: number;
  readonly count: number;
  /** Of all ratings, 0 to 1. */
  readonly share: number;
}

/** The numbers of a data card. */
export interface DatasetDescription {
  readonly name: string;
  readonly invented: boolean;
  readonly contentHash: string;
  readonly licence: string;
  readonly nUsers: number;
  readonly nItems: number;
  readonly nRatings: number;
  /** Users with at least one rating. */
  readonly nActiveUsers: number;
  /** Items with at least one rating. */
  readonly nRatedItems: number;
  /** Share of the user-item cells that hold a rating, 0 to 1. */
  readonly density: number;
  readonly ratingScale: RatingScale;
  readonly ratingMean: number;
  /** Of the ratings given, over n. */
  readonly ratingStandardDeviation: number;
  /** By rising rating; rows without a rating are left out. */
  readonly ratingHistogram: readonly RatingCount[];
  readonly nMissingRatings: number;
  /** Ratings a user, over all users. */
  readonly activity: Quantiles;
  /** Ratings an item, over all items. */
  readonly popularity: Quantiles;
  /** Share of the ratings that the most rated tenth of the items has, 0 to 1. */
  readonly topTenthShare: number;
  readonly genres: readonly { readonly genre: string; readonly nItems: number }[];
  readonly text: Coverage;
  readonly posters: Coverage;
  /** Absent when no row has a time. */
  readonly timeSpan?: TimeSpan;
  readonly rejected: RejectedRows;
}

/** From when to when ratings were given. */
export interface TimeSpan {
  /** Seconds since 1970 UTC of the first row whose time is known. */
  readonly first: number;
  readonly last: number;
  /** Rows whose time is 0 or absent, which mean unknown. */
  readonly nUnknown: number;
}

/** The numbers of a data set's card: counts, ratings, activity, popularity, coverage, time span. */
export function describeDataset(dataset: Dataset): DatasetDescription {
  const { userIndex, itemIndex } = dataset.interactions;
  const ofUser = countByKey(userIndex, dataset.nUsers);
  const ofItem = countByKey(itemIndex, dataset.nItems);
  const timeSpan = spanOf(dataset.interactions.timestamp);
  return {
    name: dataset.name,
    invented: dataset.invented,
    contentHash: dataset.contentHash,
    licence: dataset.licence,
    nUsers: dataset.nUsers,
    nItems: dataset.nItems,
    nRatings: dataset.nRatings,
    nActiveUsers: ofUser.filter((count) => count > 0).length,
    nRatedItems: ofItem.filter((count) => count > 0).length,
    density: dataset.density,
    ratingScale: dataset.ratingScale,
    ...describeRatings(dataset.interactions.rating),
    activity: quantilesOf(ofUser),
    popularity: quantilesOf(ofItem),
    topTenthShare: topShare(ofItem, dataset.nRatings),
    genres: genreCounts(dataset),
    text: coverageOf(dataset, hasText),
    posters: coverageOf(dataset, hasPoster),
    ...(timeSpan && { timeSpan }),
    rejected: dataset.rejected,
  };
}

function describeRatings(
  rating: Float32Array,
): Pick<
  DatasetDescription,
  "ratingMean" | "ratingStandardDeviation" | "ratingHistogram" | "nMissingRatings"
> {
  const counts = new Map<number, number>();
  for (const value of rating) counts.set(value, (counts.get(value) ?? 0) + 1);
  const nMissingRatings = counts.get(Number.NaN) ?? 0;
  counts.delete(Number.NaN);
  const nKnown = rating.length - nMissingRatings;
  const sorted = [...counts].sort(([one], [other]) => one - other);
  const mean = sorted.reduce((sum, [value, count]) => sum + value * count, 0) / nKnown;
  const variance =
    sorted.reduce((sum, [value, count]) => sum + (value - mean) ** 2 * count, 0) / nKnown;
  return {
    ratingMean: mean,
    ratingStandardDeviation: Math.sqrt(variance),
    ratingHistogram: sorted.map(([value, count]) => ({
      rating: value,
      count,
      share: count / nKnown,
    })),
    nMissingRatings,
  };
}

function topShare(counts: Int32Array, nRatings: number): number {
  const falling = counts.toSorted().reverse();
  const top = falling.subarray(0, Math.ceil(falling.length / 10));
  return nRatings === 0 ? 0 : top.reduce((sum, count) => sum + count, 0) / nRatings;
}

function genreCounts(dataset: Dataset): { genre: string; nItems: number }[] {
  const counts = new Map<string, number>();
  for (const { genres } of dataset.itemContent) {
    for (const genre of genres) counts.set(genre, (counts.get(genre) ?? 0) + 1);
  }
  return [...counts]
    .map(([genre, nItems]) => ({ genre, nItems }))
    .sort((one, other) => other.nItems - one.nItems || (one.genre < other.genre ? -1 : 1));
}

function spanOf(timestamp: Float64Array | undefined): TimeSpan | undefined {
  if (timestamp === undefined) return undefined;
  const known = timestamp.filter((seconds) => seconds !== 0 && !Number.isNaN(seconds));
  if (known.length === 0) return undefined;
  const first = known.reduce((least, seconds) => Math.min(least, seconds));
  const last = known.reduce((most, seconds) => Math.max(most, seconds));
  return { first, last, nUnknown: timestamp.length - known.length };
}
