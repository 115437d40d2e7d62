import { createRandom, type RandomStream } from "../../compute/random.js";
import type { Interactions } from "../dataset.js";
import { day, year, yearStart } from "./calendar.js";
import { nFactors, nThemes } from "./factors.js";
import type { DemoFilms } from "./films.js";
import type { DemoRecipe } from "./recipe.js";
import { firstYear, lastYear, type DemoUsers } from "./tastes.js";

/** Mean rating before tastes and biases. */
export const globalMean = 3;

/** Standard deviation of what no model can know of a rating. */
export const ratingNoise = 0.7;

/** How strongly users pick what they will like: log-odds a rating step. */
const tasteInChoice = 0.9;

/** Rows of a demo set by time, and the themes' trends that were drawn for them. */
export interface DemoRatings {
  readonly interactions: Interactions;
  /** `[nThemes]` */
  readonly themeTrend: Float64Array;
}

interface Row {
  readonly user: number;
  readonly item: number;
  readonly rating: number;
  readonly time: number;
}

/**
 * Lets every user rate: in one to five sittings after joining, choosing among what is already out by
 * popularity, novelty, the times' fashion and their own taste.
 */
export function drawRatings(recipe: DemoRecipe, users: DemoUsers, films: DemoFilms): DemoRatings {
  const themeTrend = drawTrend(recipe.seed);
  const choice = createRandom(recipe.seed, "demo/choice");
  const noise = createRandom(recipe.seed, "demo/noise");
  const rows: Row[] = [];
  for (let user = 0; user < recipe.nUsers; user++) {
    const affinity = affinities(users, films, user);
    const open = new Uint8Array(films.year.length).fill(1);
    for (const { time, count } of drawSittings(choice, users, user)) {
      const picked = pickItems(choice, films, affinity, themeTrend, open, time, count);
      picked.forEach((item, turn) => {
        const expected = globalMean + users.bias[user] + films.bias[item] + affinity[item];
        const rating = Math.round(expected + ratingNoise * noise.normal());
        const moment = time + 35 * turn + choice.integer(30);
        rows.push({ user, item, rating: Math.min(5, Math.max(1, rating)), time: moment });
      });
    }
  }
  rows.sort((a, b) => a.time - b.time || a.user - b.user || a.item - b.item);
  return { interactions: toColumns(rows), themeTrend };
}

/** Some themes come into fashion over the years and others go out; the trends add up to 0. */
function drawTrend(seed: number): Float64Array {
  const random = createRandom(seed, "demo/trend");
  const trend = Float64Array.from({ length: nThemes }, () => 0.16 * random.normal());
  const mean = trend.reduce((sum, value) => sum + value, 0) / nThemes;
  return trend.map((value) => value - mean);
}

/** `[nItems]` a user's taste for each item, in rating steps. */
function affinities(users: DemoUsers, films: DemoFilms, user: number): Float64Array {
  const affinity = new Float64Array(films.year.length);
  for (let item = 0; item < affinity.length; item++) {
    let sum = 0;
    for (let factor = 0; factor < nFactors; factor++) {
      sum += users.factors[user * nFactors + factor] * films.factors[item * nFactors + factor];
    }
    affinity[item] = sum;
  }
  return affinity;
}

/** When a user sits down to rate, and how many ratings each time; the first sitting is the longest. */
function drawSittings(
  random: RandomStream,
  users: DemoUsers,
  user: number,
): { time: number; count: number }[] {
  const nSittings = 1 + random.integer(5);
  const end = yearStart(lastYear + 1);
  const sittings: { time: number; count: number }[] = [];
  let time = users.joined[user];
  let left = users.activity[user];
  for (let sitting = 0; sitting < nSittings && left > 0; sitting++) {
    const next = Math.floor(time + day - 90 * day * Math.log(1 - random.uniform()));
    const isLast = sitting === nSittings - 1 || next > end - day;
    const count = isLast ? left : Math.max(1, Math.round(left * (0.35 + 0.3 * random.uniform())));
    sittings.push({ time, count });
    left -= count;
    time = next;
    if (isLast) break;
  }
  return sittings;
}

/** Draws `count` items without replacement in proportion to their odds (the Gumbel-top-k way). */
function pickItems(
  random: RandomStream,
  films: DemoFilms,
  affinity: Float64Array,
  themeTrend: Float64Array,
  open: Uint8Array,
  time: number,
  count: number,
): number[] {
  const years = (time - yearStart((firstYear + lastYear + 1) / 2)) / year;
  const keys = new Float64Array(open.length).fill(Number.NEGATIVE_INFINITY);
  const candidates: number[] = [];
  for (let item = 0; item < open.length; item++) {
    const age = (time - films.released[item]) / year;
    if (open[item] === 0 || age < 0) continue;
    let odds = Math.log(films.popularity[item]) + tasteInChoice * affinity[item];
    odds += Math.log(1 + 2.5 * Math.exp(-age / 0.8));
    for (let theme = 0; theme < nThemes; theme++) {
      odds += years * themeTrend[theme] * films.themeShares[item * nThemes + theme];
    }
    keys[item] = odds - Math.log(-Math.log(random.uniform() + 1e-300));
    candidates.push(item);
  }
  candidates.sort((a, b) => keys[b] - keys[a] || a - b);
  const picked = candidates.slice(0, count);
  for (const item of picked) open[item] = 0;
  return picked;
}

function toColumns(rows: readonly Row[]): Interactions {
  return {
    nRows: rows.length,
    userIndex: Int32Array.from(rows, (row) => row.user),
    itemIndex: Int32Array.from(rows, (row) => row.item),
    rating: Float32Array.from(rows, (row) => row.rating),
    timestamp: Float64Array.from(rows, (row) => row.time),
  };
}
