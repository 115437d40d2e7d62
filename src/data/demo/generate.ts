import { createRandom } from "../../compute/random.js";
import { Dataset, type UserAttributes } from "../dataset.js";
import { IdMap } from "../id-map.js";
import { demoFactors } from "./factors.js";
import { drawFilms, type DemoFilms } from "./films.js";
import { writeItems, type DemoItems } from "./items.js";
import { drawRatings, globalMean, ratingNoise, type DemoRatings } from "./ratings.js";
import { demoRecipe, type DemoOptions, type DemoRecipe } from "./recipe.js";
import { drawUsers, type DemoUsers } from "./tastes.js";
import { expectedRating, type DemoTruth } from "./truth.js";

/** An invented data set and what it was made from. */
export interface DemoSet {
  readonly dataset: Dataset;
  readonly truth: DemoTruth;
}

const occupations = [
  "baker",
  "clerk",
  "engineer",
  "farmer",
  "nurse",
  "retired",
  "student",
  "teacher",
];

/**
 * Makes an invented data set whose ratings, plot texts and pictures share planted factors. Eight
 * themes show in genres, texts and posters, brightness in the posters alone, pace in the texts alone,
 * two factors nowhere but in the ratings. Ratings are 1 to 5, with a long tail of popularity, users
 * who join and films that come out over the years. Same options, same data, on every machine.
 * Poster files are drawn by `loadDemoDataset` only. Throws `E_DEMO_RECIPE` for impossible numbers.
 */
export function generateDemo(options: DemoOptions = {}): DemoSet {
  const recipe = demoRecipe(options);
  const users = drawUsers(recipe);
  const films = drawFilms(recipe);
  const items = writeItems(recipe, films);
  const ratings = drawRatings(recipe, users, films);
  const dataset = new Dataset({
    name: "demo",
    invented: true,
    ratingScale: { minimum: 1, maximum: 5, step: 1 },
    users: new IdMap(numberedIds("u", recipe.nUsers)),
    items: new IdMap(numberedIds("f", recipe.nItems)),
    interactions: ratings.interactions,
    itemContent: items.content,
    userAttributes: drawAttributes(recipe),
    rejected: { count: 0, examples: [] },
    sources: [],
    licence: "Invented by Moviola's generator; free for any use",
  });
  return { dataset, truth: buildTruth(recipe, users, films, items, ratings, dataset) };
}

/** Ids such as `u001`, equally long. */
function numberedIds(prefix: string, count: number): string[] {
  const width = Math.max(3, String(count).length);
  return Array.from(
    { length: count },
    (_unused, index) => prefix + String(index + 1).padStart(width, "0"),
  );
}

/** Age and occupation, which have nothing to do with taste. */
function drawAttributes({ seed, nUsers }: DemoRecipe): UserAttributes[] {
  const random = createRandom(seed, "demo/attributes");
  return Array.from({ length: nUsers }, () => ({
    age: Math.min(85, 16 + Math.floor(Math.abs(18 * random.normal()) + 8 * random.uniform())),
    occupation: occupations[random.integer(occupations.length)],
  }));
}

function buildTruth(
  recipe: DemoRecipe,
  users: DemoUsers,
  films: DemoFilms,
  items: DemoItems,
  ratings: DemoRatings,
  dataset: Dataset,
): DemoTruth {
  const idsWhere = (flags: Uint8Array): string[] =>
    dataset.items.ids.filter((_id, item) => flags[item] === 1);
  const truth: DemoTruth = {
    recipe,
    factors: demoFactors,
    userFactors: users.factors,
    itemFactors: films.factors,
    themeShares: films.themeShares,
    globalMean,
    userBias: users.bias,
    itemBias: films.bias,
    popularity: films.popularity,
    themeTrend: ratings.themeTrend,
    joined: users.joined,
    released: films.released,
    noise: ratingNoise,
    oracleRmse: Number.NaN,
    withoutText: idsWhere(items.withoutText),
    withoutPoster: idsWhere(items.withoutPoster),
  };
  return { ...truth, oracleRmse: oracleRmse(truth, dataset) };
}

function oracleRmse(truth: DemoTruth, { interactions }: Dataset): number {
  const { userIndex, itemIndex, rating, nRows } = interactions;
  let sum = 0;
  for (let row = 0; row < nRows; row++) {
    sum += (rating[row] - expectedRating(truth, userIndex[row], itemIndex[row])) ** 2;
  }
  return Math.sqrt(sum / nRows);
}
