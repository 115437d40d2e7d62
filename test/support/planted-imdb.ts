/** A small set in the layout of IMDb Vision and NLP whose reviews hold what a recipe says, and nothing else. */
import { createRandom, type RandomStream } from "../../src/compute/index.js";

/** Words of a review by where they come from. */
export interface Planting {
  /** Drawn from the film's description. */
  readonly film: number;
  /** Drawn from words that only this reviewer uses. */
  readonly habit: number;
  /** Drawn from a large vocabulary, for this review alone. */
  readonly own: number;
}

/** What was planted, in the order of the rows of `reviews.csv`, duplicate rows left out. */
export interface PlantedReview {
  readonly reviewer: string;
  readonly movie: string;
  /** Absent where the file has none. */
  readonly rating?: number;
  readonly text: string;
  /** Seconds since 1970 UTC. */
  readonly time: number;
}

/** The files, and what is in them. */
export interface PlantedImdb {
  readonly reviewsCsv: string;
  readonly moviesCsv: string;
  readonly reviews: readonly PlantedReview[];
  /** Rows that stand a second time at the end of `reviews.csv`. */
  readonly nDuplicates: number;
}

const sizes = { nReviewers: 80, nMovies: 120, reviewsOfReviewer: 20, missingShare: 0.14 };
const nDuplicates = 6;
const months = ["January", "April", "July", "December"];

/** Draws a set by `seed`: 80 reviewers with 20 reviews each of 120 films; a seventh of the ratings is missing. */
export function plantImdb(planting: Planting, seed = 1): PlantedImdb {
  const random = createRandom(seed, "planted imdb");
  const movies = Array.from({ length: sizes.nMovies }, (_unused, film) => ({
    title: `The "Film", No. ${film} (${1950 + (film % 60)})`,
    quality: 3 + 6 * random.uniform(),
    description: pick(random, 12, (draw) => `plot${film}x${draw.integer(8)}`).join(" "),
  }));
  const reviews = Array.from({ length: sizes.nReviewers }, (_unused, reviewer) => {
    const seen = random.permutation(sizes.nMovies).subarray(0, sizes.reviewsOfReviewer);
    return Array.from(seen, (film) => reviewOf(reviewer, film, movies[film], planting, random));
  }).flat();
  const rows = [...reviews, ...reviews.slice(0, nDuplicates)].map(reviewLine);
  return {
    reviewsCsv: `review_id,reviewer,movie,rating,review_summary,review_date,spoiler_tag,review_detail,helpful\n${rows.join("")}`,
    moviesCsv: `movie,genre,description,poster,imdb_id\n${movies.map(movieLine).join("")}${movieLine(movies[0], sizes.nMovies)}`,
    reviews,
    nDuplicates,
  };
}

interface Movie {
  readonly title: string;
  readonly quality: number;
  readonly description: string;
}

function reviewOf(
  reviewer: number,
  film: number,
  { title, quality, description }: Movie,
  planting: Planting,
  random: RandomStream,
): PlantedReview {
  const plot = description.split(" ");
  const words = [
    ...pick(random, planting.film, (draw) => plot[draw.integer(plot.length)]),
    ...pick(random, planting.habit, (draw) => `habit${reviewer}x${draw.integer(6)}`),
    ...pick(random, planting.own, (draw) => `own${draw.integer(4000)}`),
  ];
  const rating = Math.min(10, Math.max(1, Math.round(quality + 1.5 * random.normal())));
  const isMissing = random.uniform() < sizes.missingShare;
  return {
    reviewer: `reviewer, ${reviewer}`,
    movie: title,
    ...(isMissing ? {} : { rating }),
    // Commas, quotes and line ends, as reviews have them.
    text: `"${words.slice(0, 2).join(", ")}"\n${words.slice(2).join(" ")}`,
    time: Date.UTC(2000 + (film % 20), [0, 3, 6, 11][reviewer % 4], 1 + (film % 28)) / 1000,
  };
}

function pick<T>(random: RandomStream, count: number, draw: (random: RandomStream) => T): T[] {
  return Array.from({ length: count }, () => draw(random));
}

function reviewLine({ reviewer, movie, rating, text, time }: PlantedReview, row: number): string {
  const day = new Date(time * 1000);
  const month = months[[0, 3, 6, 11].indexOf(day.getUTCMonth())];
  const date = `${day.getUTCDate()} ${month} ${day.getUTCFullYear()}`;
  const cells = [`rw${row}`, reviewer, movie, rating ?? "", "Seen it", date, row % 2, text];
  return `${[...cells, '["0", "1"]'].map((cell) => quoted(String(cell))).join(",")}\n`;
}

/** The first title stands a second time, under another id. */
function movieLine({ title, description }: Movie, row: number): string {
  const cells = [title, "['Drama', 'War']", description, `${row}.jpg`, `tt${1000 + row}`];
  return `${cells.map(quoted).join(",")}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
