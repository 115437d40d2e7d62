import { createRandom, type RandomStream } from "../../compute/random.js";
import { nFactors, nThemes } from "./factors.js";
import { year, yearStart } from "./calendar.js";
import type { DemoRecipe } from "./recipe.js";
import { firstYear, lastYear } from "./tastes.js";

/** What is planted in the items of a demo set, before titles, texts and pictures. */
export interface DemoFilms {
  /** `[nItems x nThemes]` row-major, rows adding up to 1. */
  readonly themeShares: Float64Array;
  /** `[nItems x nFactors]` row-major. */
  readonly factors: Float64Array;
  /** `[nItems]` */
  readonly bias: Float64Array;
  /** `[nItems]` largest 1. */
  readonly popularity: Float64Array;
  /** `[nItems]` calendar year. */
  readonly year: Int32Array;
  /** `[nItems]` seconds since 1970 UTC. */
  readonly released: Float64Array;
}

/** Share of the items that are out before anybody joins; more than any user rates. */
const shareOfOldFilms = 0.65;

/** Draws the items: themes, style, quality, popularity, release. */
export function drawFilms({ seed, nItems }: DemoRecipe): DemoFilms {
  const random = createRandom(seed, "demo/films");
  const films: DemoFilms = {
    themeShares: new Float64Array(nItems * nThemes),
    factors: new Float64Array(nItems * nFactors),
    bias: new Float64Array(nItems),
    popularity: new Float64Array(nItems),
    year: new Int32Array(nItems),
    released: new Float64Array(nItems),
  };
  const age = random.permutation(nItems);
  for (let item = 0; item < nItems; item++) {
    const shares = films.themeShares.subarray(item * nThemes, (item + 1) * nThemes);
    drawThemes(random, item % nThemes, shares);
    const factors = films.factors.subarray(item * nFactors, (item + 1) * nFactors);
    shares.forEach((share, theme) => (factors[theme] = share - 1 / nThemes));
    for (let factor = nThemes; factor < nFactors; factor++) factors[factor] = random.normal();
    const quality = random.normal();
    films.bias[item] = 0.38 * quality;
    films.popularity[item] = Math.exp(0.85 * random.normal() + 0.35 * quality);
    films.year[item] =
      age[item] < shareOfOldFilms * nItems
        ? firstYear - 1 - Math.min(60, Math.floor(Math.abs(16 * random.normal())))
        : firstYear + random.integer(lastYear - firstYear);
    films.released[item] = Math.floor(yearStart(films.year[item]) + 0.9 * year * random.uniform());
  }
  const largest = films.popularity.reduce((most, value) => Math.max(most, value), 0);
  films.popularity.forEach((value, item) => (films.popularity[item] = value / largest));
  return films;
}

/** One main theme (all take turns), in two films of three a second, in one of five a third. */
function drawThemes(random: RandomStream, main: number, shares: Float64Array): void {
  shares.fill(0);
  shares[main] = 1;
  if (random.uniform() < 0.67) shares[random.integer(nThemes)] += 0.25 + 0.5 * random.uniform();
  if (random.uniform() < 0.2) shares[random.integer(nThemes)] += 0.25 * random.uniform();
  const total = shares.reduce((sum, share) => sum + share, 0);
  shares.forEach((share, theme) => (shares[theme] = share / total));
}
