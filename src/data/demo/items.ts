import { createRandom } from "../../compute/random.js";
import type { ItemContent } from "../dataset.js";
import { nFactors, nThemes, paceFactor, themes } from "./factors.js";
import type { DemoFilms } from "./films.js";
import { writePlot } from "./plot.js";
import type { DemoRecipe } from "./recipe.js";
import { drawTitle } from "./title.js";

/** Titles, genres and texts of a demo set, and what was left out on purpose. */
export interface DemoItems {
  /** `[nItems]` without poster paths. */
  readonly content: readonly ItemContent[];
  /** `[nItems]` 1 where the text was left out. */
  readonly withoutText: Uint8Array;
  /** `[nItems]` 1 where no poster is drawn. */
  readonly withoutPoster: Uint8Array;
}

/** Writes titles and plots. About one item in 33 lacks its text, one in 25 its poster, a few both. */
export function writeItems(recipe: DemoRecipe, films: DemoFilms): DemoItems {
  const { seed, nItems } = recipe;
  const titles = createRandom(seed, "demo/titles");
  const plots = createRandom(seed, "demo/plots");
  const taken = new Set<string>();
  const { withoutText, withoutPoster } = drawGaps(seed, nItems);
  const content = Array.from({ length: nItems }, (_unused, item): ItemContent => {
    const themeShares = films.themeShares.subarray(item * nThemes, (item + 1) * nThemes);
    const main = themeShares.indexOf(Math.max(...themeShares));
    const pace = films.factors[item * nFactors + paceFactor];
    // The text is written for every item, so that leaving one out changes no other.
    const text = writePlot(plots, { themeShares, pace });
    return {
      title: drawTitle(titles, main, taken),
      year: films.year[item],
      genres: genresOf(themeShares),
      ...(withoutText[item] === 1 ? {} : { text }),
    };
  });
  return { content, withoutText, withoutPoster };
}

/** The genres of all themes with a share of a quarter or more, the largest first. */
function genresOf(themeShares: Float64Array): string[] {
  return Array.from(themeShares.keys())
    .filter((theme) => themeShares[theme] >= 0.25)
    .sort((a, b) => themeShares[b] - themeShares[a] || a - b)
    .map((theme) => themes[theme].genre);
}

function drawGaps(
  seed: number,
  nItems: number,
): { withoutText: Uint8Array; withoutPoster: Uint8Array } {
  const order = createRandom(seed, "demo/gaps").permutation(nItems);
  const nTexts = Math.ceil(nItems / 33);
  const nPosters = Math.ceil(nItems / 25);
  const nBoth = Math.ceil(nItems / 200);
  const withoutText = new Uint8Array(nItems);
  const withoutPoster = new Uint8Array(nItems);
  for (const item of order.subarray(0, nTexts)) withoutText[item] = 1;
  const start = nTexts - nBoth;
  for (const item of order.subarray(start, start + nPosters)) withoutPoster[item] = 1;
  return { withoutText, withoutPoster };
}
