import { beforeAll, describe, expect, test } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import { makeSplit, mergeDuplicatePairs, readImdb } from "../../../src/data/index.js";
import type { ImdbData } from "../../../src/data/index.js";
import { RankingEvaluator, rankingMeans } from "../../../src/metrics/index.js";
import {
  profileForm,
  reviewProfiles,
  type ReviewProfileOptions,
  type Reviews,
} from "../../../src/models/cooper/reviews.js";
import { dataFolder } from "../../support/data-files.js";
import { plantImdb, type PlantedImdb, type Planting } from "../../support/planted-imdb.js";

const limit = 7;
const topK = 10;
const dim = 64;

async function written(planting: Planting): Promise<{ folder: string; set: PlantedImdb }> {
  const folder = await dataFolder();
  const set = plantImdb(planting);
  await folder.write("reviews.csv", set.reviewsCsv);
  await folder.write("movies.csv", set.moviesCsv);
  return { folder: folder.path, set };
}

describe("a planted set in the layout of IMDb Vision and NLP", () => {
  let planted: { folder: string; set: PlantedImdb };
  beforeAll(async () => {
    planted = await written({ film: 6, habit: 4, own: 6 });
  });

  test("is read back as it was planted", async () => {
    const { dataset, reviewText, missingRatings } = await readImdb(planted.folder, {
      missingRating: "keep",
    });
    const { reviews, nDuplicates } = planted.set;
    const all = [...reviews, ...reviews.slice(0, nDuplicates)];
    const { rating, timestamp, userIndex, itemIndex } = dataset.interactions;
    expect(reviewText).toEqual(all.map(({ text }) => text));
    expect([...rating]).toEqual(all.map((review) => review.rating ?? NaN));
    expect([...timestamp!]).toEqual(all.map(({ time }) => time));
    expect(Array.from(userIndex, (user) => dataset.users.idOf(user))).toEqual(
      all.map(({ reviewer }) => reviewer),
    );
    expect(Array.from(itemIndex, (item) => dataset.items.idOf(item))).toEqual(
      all.map(({ movie }) => movie),
    );
    expect(missingRatings.nMissing).toBe(all.filter((one) => one.rating === undefined).length);
    // The title that stands twice in the movies file, under two ids, is one film.
    expect(dataset.nItems).toBe(120);
    expect(dataset.rejected.examples[0].reason).toMatch(/stands twice/);
    expect(mergeDuplicatePairs(dataset, "last").report.nRemoved).toBe(nDuplicates);
  });

  test("the mean of a film makes a positive of every missing rating where it is 7 or more", async () => {
    const { dataset, imputed } = await readImdb(planted.folder, { missingRating: "item-mean" });
    const { reviews, nDuplicates } = planted.set;
    const all = [...reviews, ...reviews.slice(0, nDuplicates)];
    const meanOf = (movie: string): number => {
      const known = all.flatMap((one) => (one.movie === movie ? (one.rating ?? []) : []));
      return known.reduce((sum, rating) => sum + rating, 0) / known.length;
    };
    const expected = all.filter((one) => one.rating === undefined && meanOf(one.movie) >= limit);
    const filled = [...imputed.keys()].filter(
      (row) => imputed[row] === 1 && dataset.interactions.rating[row] >= limit,
    );
    expect(expected.length).toBeGreaterThan(20);
    expect(filled).toHaveLength(expected.length);
  });
});

describe("the leak ladder of section 8.4 on reviews whose content is known", () => {
  test("reviews of words of their own find test films by the leak alone", async () => {
    const reviews = await reviewsOf({ film: 0, habit: 0, own: 16 });
    const chance = chancePrecision(reviews);
    expect(precision(reviews, "leak-held-out-reviews")).toBeGreaterThan(3 * chance);
    // Without the leak they are noise: within four standard errors of a mean of 10 draws for each user.
    const nUsers = new Set(reviews.userIndex).size;
    const error = Math.sqrt((chance * (1 - chance)) / (topK * nUsers));
    expect(Math.abs(precision(reviews, "train") - chance)).toBeLessThan(4 * error);
  });

  test("a habit of the reviewer widens the leak, and says nothing of films", async () => {
    const habit = await reviewsOf({ film: 0, habit: 12, own: 4 });
    const own = await reviewsOf({ film: 0, habit: 0, own: 16 });
    const leak = "leak-held-out-reviews";
    expect(precision(habit, leak)).toBeGreaterThan(precision(own, leak));
    expect(precision(habit, "train")).toBeLessThan(2 * chancePrecision(habit));
  });

  test("without the leak no vector knows of held-out words", async () => {
    const reviews = await reviewsOf({ film: 6, habit: 4, own: 6 });
    const vectors = reviews.vectors.slice();
    Array.from(reviews.part).forEach((part, row) => {
      if (part !== 0) vectors.fill(7, row * dim, (row + 1) * dim);
    });
    const changed = { ...reviews, vectors };
    expect(reviewProfiles(changed)).toEqual(reviewProfiles(reviews));
    const options = { parts: "leak-held-out-reviews" } as const;
    expect(reviewProfiles(changed, options)).not.toEqual(reviewProfiles(reviews, options));
  });
});

/** Planted, written, read, split; a review's vector is the sum of random directions of its words. */
async function reviewsOf(planting: Planting): Promise<Reviews> {
  const { folder } = await written(planting);
  const { dataset, reviewText }: ImdbData = await readImdb(folder, { missingRating: "item-mean" });
  const split = makeSplit(dataset, { name: "per-user-random", train: 0.8, test: 0.2, seed: 1 });
  const { userIndex, itemIndex, rating } = dataset.interactions;
  const keyOf = (user: number, item: number): number => user * dataset.nItems + item;
  const { train } = split;
  const inTrain = new Set(
    Array.from(train.interactions.userIndex, (user, row) => {
      return keyOf(user, train.interactions.itemIndex[row]);
    }),
  );
  const known = new Map<string, Float32Array>();
  const vectors = new Float32Array(rating.length * dim);
  reviewText.forEach((text, row) => {
    for (const word of text.match(/\w+/g) ?? []) {
      const vector = known.get(word) ?? directionOf(word);
      known.set(word, vector);
      vector.forEach((value, at) => (vectors[row * dim + at] += value));
    }
  });
  const part = Uint8Array.from(userIndex, (user, row) => {
    return inTrain.has(keyOf(user, itemIndex[row])) ? 0 : 2;
  });
  const { nUsers, nItems } = dataset;
  return { nUsers, nItems, dim, userIndex, itemIndex, rating, vectors, part };
}

function directionOf(word: string): Float32Array {
  const random = createRandom(1, `word ${word}`);
  return Float32Array.from({ length: dim }, () => random.normal());
}

/** Films of each user in rows of a part, and of a rating, that `keep` keeps; ascending. */
function filmsOf(reviews: Reviews, keep: (row: number) => boolean): Int32Array[] {
  return Array.from({ length: reviews.nUsers }, (_unused, user) => {
    const rows = [...reviews.userIndex.keys()].filter((row) => {
      return reviews.userIndex[row] === user && keep(row);
    });
    return Int32Array.from(new Set(rows.map((row) => reviews.itemIndex[row]))).sort();
  });
}

function relevantOf(reviews: Reviews): Int32Array[] {
  return filmsOf(reviews, (row) => reviews.part[row] === 2 && reviews.rating[row] >= limit);
}

function seenOf(reviews: Reviews): Int32Array[] {
  return filmsOf(reviews, (row) => reviews.part[row] === 0);
}

/** Precision@10 with training films masked. */
function precision(reviews: Reviews, parts: ReviewProfileOptions["parts"]): number {
  const form = profileForm(reviewProfiles(reviews, { parts }));
  const { nItems } = reviews;
  const evaluator = new RankingEvaluator({ nItems, topK: [topK], metrics: ["precision"] });
  const [relevant, seen] = [relevantOf(reviews), seenOf(reviews)];
  relevant.forEach((films, user) => {
    if (films.length === 0) return;
    const scores = Float32Array.from({ length: nItems }, (_unused, item) => {
      let sum = 0;
      for (let at = 0; at < dim; at++) {
        sum += form.userFactors[user * dim + at] * form.itemFactors[item * dim + at];
      }
      return sum;
    });
    evaluator.addScores(user, scores, seen[user], films);
  });
  return rankingMeans(evaluator.finish())[`precision@${topK}`];
}

/** Expected precision of a random order: the share of relevant films among those not masked. */
function chancePrecision(reviews: Reviews): number {
  const [relevant, seen] = [relevantOf(reviews), seenOf(reviews)];
  const shares = relevant.flatMap((films, user) => {
    return films.length === 0 ? [] : [films.length / (reviews.nItems - seen[user].length)];
  });
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
