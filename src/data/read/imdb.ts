import { join } from "node:path";

import type { Dataset, Interactions, ItemContent, UserAttributes } from "../dataset.js";
import { resolveMissingRatings } from "../filter/missing-ratings.js";
import { assembleDataset } from "./assemble.js";
import { collectTable } from "./collect-table.js";
import { detectCsvFormat } from "./csv-format.js";
import { firstExisting } from "./first-existing.js";
import { MOVIE_COLUMNS, REVIEW_COLUMNS } from "./imdb-columns.js";
import type { MovieColumns, ReviewColumns } from "./imdb-columns.js";
import { readImdbMovies } from "./imdb-movies.js";
import { Catalogue } from "./item-catalogue.js";
import { IMDB_LICENCE } from "./licences.js";
import { splitTitle } from "./movie-title.js";
import { ONE_TO_TEN } from "./rating-scale.js";
import type { ReaderOptions } from "./reader-options.js";
import { DEFAULT_MAXIMUM_REJECTED_SHARE, RejectionLog } from "./rejection-log.js";
import { openDataFile } from "./source-file.js";

/** How IMDb Vision and NLP is read. */
export interface ImdbOptions extends ReaderOptions {
  readonly reviewColumns?: Partial<ReviewColumns>;
  readonly movieColumns?: Partial<MovieColumns>;
  /** Default: `posters` in the folder. */
  readonly posterFolder?: string;
  /**
   * Reviews without a rating: `drop` leaves them out; `item-mean` gives them the mean of the film's
   * known ratings, as Cooper (2023) does; `keep` leaves `NaN` for `resolveMissingRatings`.
   * Default `drop`.
   */
  readonly missingRating?: "drop" | "item-mean" | "keep";
  /**
   * Whence an item's text: the movies file's description, or all its reviews joined by blank lines.
   * Joined reviews include those of ratings that a split may hold out. Default `description`.
   */
  readonly itemText?: "description" | "reviews";
}

/** IMDb Vision and NLP as a data set, with its reviews. */
export interface ImdbData {
  readonly dataset: Dataset;
  /** `[nRatings]` text of the review that goes with each rating; "" when it has none. */
  readonly reviewText: readonly string[];
  /** `[nRatings]` 1 where the rating is an item mean and not the reviewer's own. */
  readonly imputed: Uint8Array;
  readonly missingRatings: {
    /** Reviews without a rating. */
    readonly nMissing: number;
    /** Those that got their item's mean. */
    readonly nFilled: number;
    /** Those that were left out. */
    readonly nDropped: number;
  };
}

/**
 * Reads Kaggle's "IMDB Vision and NLP" from a folder with `reviews.csv` and `movies.csv`. A user is
 * a reviewer, an item is a film's title with year (there is no film id), ratings are 1 to 10.
 * Errors as for `readInteractionTable`; `E_DATA_COLUMN` when a column is called otherwise.
 */
export async function readImdb(folder: string, options: ImdbOptions = {}): Promise<ImdbData> {
  const share = options.maximumRejectedShare ?? DEFAULT_MAXIMUM_REJECTED_SHARE;
  const reviewsFile = await firstExisting(folder, ["reviews.csv", "reviews.csv.gz"]);
  const moviesFile = await firstExisting(folder, ["movies.csv", "movies.csv.gz"]);
  const posters = options.posterFolder ?? join(folder, "posters");
  const movieColumns = { ...MOVIE_COLUMNS, ...options.movieColumns };
  const items = await readImdbMovies(moviesFile, posters, movieColumns, share);
  const users = new Catalogue<UserAttributes>(new RejectionLog(reviewsFile));
  const reviews = await readReviews(reviewsFile, options, share, users, items);
  const found = {
    name: "imdb-vision-nlp",
    folder,
    files: [reviewsFile, moviesFile],
    licence: IMDB_LICENCE,
    ratingScale: ONE_TO_TEN,
    interactions: reviews.interactions,
    items,
    users,
    rejected: [reviews.rejected],
  };
  const bare = await assembleDataset(found, { ...options, items: "catalogue" });
  const dataset = withTitles(bare);
  const told = options.itemText === "reviews" ? withReviews(dataset, reviews.textOfItem) : dataset;
  return settleMissing(told, reviews, options.missingRating ?? "drop");
}

interface Reviews {
  readonly interactions: Interactions;
  readonly text: readonly string[];
  readonly textOfItem: ReadonlyMap<string, string[]>;
  readonly nLeftOut: number;
  readonly rejected: ReturnType<RejectionLog["rows"]>;
}

async function readReviews(
  path: string,
  options: ImdbOptions,
  maximumRejectedShare: number,
  users: Catalogue<UserAttributes>,
  items: Catalogue<ItemContent>,
): Promise<Reviews> {
  const columns = { ...REVIEW_COLUMNS, ...options.reviewColumns };
  const header = detectCsvFormat(await openDataFile(path), {}).firstRecord;
  const { user, item, rating, date } = columns;
  const text: string[] = [];
  const textOfItem = new Map<string, string[]>();
  const { collector, interactions } = await collectTable({
    path,
    options: {
      columns: { user, item, rating, ...(header.includes(date) && { timestamp: date }) },
      ratingScale: ONE_TO_TEN,
      missingRating: (options.missingRating ?? "drop") === "drop" ? "drop" : "keep",
      maximumRejectedShare,
    },
    users: users.ids,
    items: items.ids,
    extraColumns: [columns.text],
    onRow: ({ item: film, extra, taken }) => {
      const review = extra[0] ?? "";
      if (taken) text.push(review);
      if (options.itemText !== "reviews" || review === "") return;
      const texts = textOfItem.get(film);
      if (texts === undefined) textOfItem.set(film, [review]);
      else texts.push(review);
    },
  });
  const { log } = collector;
  return { interactions, text, textOfItem, nLeftOut: log.nPermitted, rejected: log.rows() };
}

/** Films that only the reviews know get their title from their id. */
function withTitles(dataset: Dataset): Dataset {
  return dataset.with({
    itemContent: dataset.itemContent.map((content) =>
      content.year === undefined ? { ...content, ...splitTitle(content.title) } : content,
    ),
  });
}

function withReviews(dataset: Dataset, textOfItem: ReadonlyMap<string, string[]>): Dataset {
  return dataset.with({
    itemContent: dataset.itemContent.map((content, index) => {
      const texts = textOfItem.get(dataset.items.ids[index]);
      return texts === undefined ? content : { ...content, text: texts.join("\n\n") };
    }),
  });
}

function settleMissing(
  dataset: Dataset,
  reviews: Reviews,
  policy: "drop" | "item-mean" | "keep",
): ImdbData {
  const { rating, itemIndex } = dataset.interactions;
  const nUnrated = rating.reduce((count, value) => count + Number(Number.isNaN(value)), 0);
  if (policy !== "item-mean" || nUnrated === 0) {
    const nDropped = reviews.nLeftOut;
    return {
      dataset,
      reviewText: reviews.text,
      imputed: new Uint8Array(rating.length),
      missingRatings: { nMissing: nUnrated + nDropped, nFilled: 0, nDropped },
    };
  }
  const isRated = new Uint8Array(dataset.nItems);
  itemIndex.forEach((item, row) => (isRated[item] |= Number(!Number.isNaN(rating[row]))));
  const kept = [...rating.keys()].filter((row) => isRated[itemIndex[row]] === 1);
  const resolved = resolveMissingRatings(dataset, "item-mean");
  return {
    dataset: resolved.dataset,
    reviewText: kept.map((row) => reviews.text[row]),
    imputed: Uint8Array.from(kept, (row) => Number(Number.isNaN(rating[row]))),
    missingRatings: resolved.report,
  };
}
