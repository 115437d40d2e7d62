import type { DemoSet } from "./generate.js";
import { brightnessFactor, nFactors, nThemes } from "./factors.js";
import { posterSvg } from "./poster/poster.js";

/** The poster of one item as SVG text, or undefined where the demo set leaves it out on purpose. */
export function demoPoster({ dataset, truth }: DemoSet, itemIndex: number): string | undefined {
  if (truth.withoutPoster.includes(dataset.items.idOf(itemIndex))) return undefined;
  const { title, year } = dataset.itemContent[itemIndex];
  return posterSvg({
    title,
    year: year ?? 0,
    themeShares: truth.themeShares.subarray(itemIndex * nThemes, (itemIndex + 1) * nThemes),
    brightness: truth.itemFactors[itemIndex * nFactors + brightnessFactor],
    seed: truth.recipe.seed,
    itemIndex,
  });
}
