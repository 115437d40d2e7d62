/** Names of the columns in the reviews file of IMDb Vision and NLP. */
export interface ReviewColumns {
  /** Default `reviewer`. */
  readonly user: string;
  /** Title with year, such as `Kill Bill: Vol. 2 (2004)`; default `movie`. */
  readonly item: string;
  /** 1 to 10, may be empty; default `rating`. */
  readonly rating: string;
  /** Full text of the review; default `review_detail`. */
  readonly text: string;
  /** Such as `24 July 2005`; default `review_date`. Not in every edition. */
  readonly date: string;
}

/** Names of the columns in the movies file; what the published file calls them is not known. */
export interface MovieColumns {
  /** What the reviews file calls the film; default `movie`. */
  readonly item: string;
  /** Default `genre`; several separated by `|`, comma or as a list. */
  readonly genres: string;
  /** Default `description`. */
  readonly text: string;
  /** Poster file, relative to the poster folder; default `poster`. */
  readonly poster: string;
  /** Default `imdb_id`. */
  readonly imdbId: string;
}

/** The names as public descriptions of `reviews.csv` give them. */
export const REVIEW_COLUMNS: ReviewColumns = {
  user: "reviewer",
  item: "movie",
  rating: "rating",
  text: "review_detail",
  date: "review_date",
};

/** Names to begin with: the columns of `movies.csv` are not described anywhere. */
export const MOVIE_COLUMNS: MovieColumns = {
  item: "movie",
  genres: "genre",
  text: "description",
  poster: "poster",
  imdbId: "imdb_id",
};
