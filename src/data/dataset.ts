import { contentHash } from "../common/hash.js";
import { MoviolaError } from "../common/errors.js";
import type { IdMap } from "./id-map.js";

/** Ratings (or positives) as columns of equal length `nRows`, in a fixed order. */
export interface Interactions {
  readonly nRows: number;
  /** `[nRows]` position of the user in the data set's `users`. */
  readonly userIndex: Int32Array;
  /** `[nRows]` position of the item in the data set's `items`. */
  readonly itemIndex: Int32Array;
  /** `[nRows]` in the data set's `ratingScale`; 1 throughout for implicit feedback. */
  readonly rating: Float32Array;
  /** `[nRows]` seconds since 1970 UTC; absent when the source has none. */
  readonly timestamp?: Float64Array;
}

/** What is known of one item besides its ratings. */
export interface ItemContent {
  readonly title: string;
  readonly year?: number;
  readonly genres: readonly string[];
  /** Plot, overview or description. */
  readonly text?: string;
  /** Absolute path of a poster file. */
  readonly posterPath?: string;
  /** Ids of the item elsewhere, such as `{ imdb: "tt0114709", tmdb: "862" }`. */
  readonly externalIds?: Readonly<Record<string, string>>;
}

/** What is known of one user besides the ratings, such as `{ age: 24, gender: "M" }`. */
export type UserAttributes = Readonly<Record<string, string | number>>;

/** The declared range of ratings. */
export interface RatingScale {
  readonly minimum: number;
  readonly maximum: number;
  /** Distance between neighbouring ratings, such as 1 or 0.5. */
  readonly step: number;
}

/** One row that a reader refused, and why. */
export interface RejectedRow {
  readonly file: string;
  /** Counted from 1, the header included. */
  readonly line: number;
  readonly reason: string;
}

/** How many rows a reader refused, with the first few of them. */
export interface RejectedRows {
  readonly count: number;
  readonly examples: readonly RejectedRow[];
}

/** A file that a data set was read from. */
export interface SourceFile {
  /** Path relative to the data set's folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Everything a {@link Dataset} is made from. */
export interface DatasetParts {
  /** Short name, such as `ml-100k`. */
  readonly name: string;
  /** True for generated data, which must be labelled wherever it is shown. */
  readonly invented: boolean;
  readonly ratingScale: RatingScale;
  readonly users: IdMap;
  readonly items: IdMap;
  readonly interactions: Interactions;
  /** By `itemIndex`, length `items.size`. */
  readonly itemContent: readonly ItemContent[];
  /** By `userIndex`, length `users.size`. */
  readonly userAttributes: readonly UserAttributes[];
  readonly rejected: RejectedRows;
  readonly sources: readonly SourceFile[];
  /** Terms of use, in a sentence. */
  readonly licence: string;
}

/**
 * Ratings with all that is known of users and items. Immutable; filters and joins return another.
 * Throws `E_DATASET_SHAPE` when the parts do not fit together.
 */
export class Dataset implements DatasetParts {
  readonly name: string;
  readonly invented: boolean;
  readonly ratingScale: RatingScale;
  readonly users: IdMap;
  readonly items: IdMap;
  readonly interactions: Interactions;
  readonly itemContent: readonly ItemContent[];
  readonly userAttributes: readonly UserAttributes[];
  readonly rejected: RejectedRows;
  readonly sources: readonly SourceFile[];
  readonly licence: string;
  #hash: string | undefined;

  constructor(parts: DatasetParts) {
    this.name = parts.name;
    this.invented = parts.invented;
    this.ratingScale = parts.ratingScale;
    this.users = parts.users;
    this.items = parts.items;
    this.interactions = parts.interactions;
    this.itemContent = parts.itemContent;
    this.userAttributes = parts.userAttributes;
    this.rejected = parts.rejected;
    this.sources = parts.sources;
    this.licence = parts.licence;
    checkShape(parts);
  }

  get nUsers(): number {
    return this.users.size;
  }

  get nItems(): number {
    return this.items.size;
  }

  get nRatings(): number {
    return this.interactions.nRows;
  }

  /** Share of the user-item cells that hold a rating, 0 to 1. */
  get density(): number {
    return this.nRatings / (this.nUsers * this.nItems);
  }

  /** SHA-256 over ids, columns, scale, titles, genres and texts: equal hash, equal data. */
  get contentHash(): string {
    this.#hash ??= hashDataset(this);
    return this.#hash;
  }

  /** The same data set with some parts replaced. */
  with(changes: Partial<DatasetParts>): Dataset {
    return new Dataset({ ...this.#parts(), ...changes });
  }

  #parts(): DatasetParts {
    const { name, invented, ratingScale, users, items, interactions } = this;
    const { itemContent, userAttributes, rejected, sources, licence } = this;
    return {
      name,
      invented,
      ratingScale,
      users,
      items,
      interactions,
      itemContent,
      userAttributes,
      rejected,
      sources,
      licence,
    };
  }
}

function hashDataset(dataset: Dataset): string {
  const { userIndex, itemIndex, rating, timestamp } = dataset.interactions;
  const content = dataset.itemContent.map(({ posterPath: _path, ...rest }) => rest);
  return contentHash([
    JSON.stringify(dataset.ratingScale),
    JSON.stringify(dataset.users.ids),
    JSON.stringify(dataset.items.ids),
    userIndex,
    itemIndex,
    rating,
    timestamp ?? "no timestamps",
    JSON.stringify(content),
    JSON.stringify(dataset.userAttributes),
  ]);
}

function checkShape(parts: DatasetParts): void {
  const { interactions, users, items } = parts;
  const { nRows, userIndex, itemIndex, rating, timestamp } = interactions;
  const lengths: [string, number, number][] = [
    ["userIndex", userIndex.length, nRows],
    ["itemIndex", itemIndex.length, nRows],
    ["rating", rating.length, nRows],
    ["timestamp", timestamp?.length ?? nRows, nRows],
    ["itemContent", parts.itemContent.length, items.size],
    ["userAttributes", parts.userAttributes.length, users.size],
  ];
  for (const [column, got, expected] of lengths) {
    if (got !== expected) throw shapeError(parts.name, column, `${expected} entries`, String(got));
  }
  for (let row = 0; row < nRows; row++) {
    const user = userIndex[row];
    const item = itemIndex[row];
    if (user < 0 || user >= users.size)
      throw shapeError(parts.name, `userIndex[${row}]`, `0 to ${users.size - 1}`, String(user));
    if (item < 0 || item >= items.size)
      throw shapeError(parts.name, `itemIndex[${row}]`, `0 to ${items.size - 1}`, String(item));
  }
}

function shapeError(name: string, where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_DATASET_SHAPE", "The parts of a data set do not fit together", {
    where: `${name}, ${where}`,
    expected,
    got,
    remedy: "Build the columns and the id maps from the same rows",
  });
}
