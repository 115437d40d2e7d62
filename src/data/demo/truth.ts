import type { DemoFactor } from "./factors.js";
import type { DemoRecipe } from "./recipe.js";

/**
 * What the demo set was made from. The expected rating of user u and item i, before noise, rounding
 * and clipping to 1..5, is `globalMean + userBias[u] + itemBias[i] + userFactors[u] . itemFactors[i]`.
 */
export interface DemoTruth {
  readonly recipe: DemoRecipe;
  /** `[nFactors]` names, and where each factor shows. */
  readonly factors: readonly DemoFactor[];
  /** `[nUsers x nFactors]` row-major: taste. */
  readonly userFactors: Float64Array;
  /** `[nItems x nFactors]` row-major: content. */
  readonly itemFactors: Float64Array;
  /** `[nItems x nThemes]` row-major: shares of the themes, each row adding up to 1. */
  readonly themeShares: Float64Array;
  readonly globalMean: number;
  /** `[nUsers]` */
  readonly userBias: Float64Array;
  /** `[nItems]` */
  readonly itemBias: Float64Array;
  /** `[nItems]` how often an item is picked, all else being equal; the largest is 1. */
  readonly popularity: Float64Array;
  /** `[nThemes]` change of a theme's log-odds to be picked, a year. */
  readonly themeTrend: Float64Array;
  /** `[nUsers]` seconds since 1970 UTC when a user joined. */
  readonly joined: Float64Array;
  /** `[nItems]` seconds since 1970 UTC when an item came out; nobody rates it before. */
  readonly released: Float64Array;
  /** Standard deviation of the noise added to a rating before rounding. */
  readonly noise: number;
  /**
   * Root mean square difference between the given ratings and their expected values (clipped): what
   * a predictor that knew everything would reach on these ratings.
   */
  readonly oracleRmse: number;
  /** Ids of items whose plot text was left out on purpose. */
  readonly withoutText: readonly string[];
  /** Ids of items whose poster was left out on purpose. */
  readonly withoutPoster: readonly string[];
}

/** The rating that a predictor which knew the truth would give: clipped to 1..5, not rounded. */
export function expectedRating(truth: DemoTruth, userIndex: number, itemIndex: number): number {
  const nFactors = truth.factors.length;
  let value = truth.globalMean + truth.userBias[userIndex] + truth.itemBias[itemIndex];
  for (let factor = 0; factor < nFactors; factor++) {
    value +=
      truth.userFactors[userIndex * nFactors + factor] *
      truth.itemFactors[itemIndex * nFactors + factor];
  }
  return Math.min(5, Math.max(1, value));
}

/** The truth as plain JSON, matrices as lists of rows, numbers rounded to six decimals. */
export function truthToJson(truth: DemoTruth): Record<string, unknown> {
  const { recipe, factors, globalMean, noise, oracleRmse, withoutText, withoutPoster } = truth;
  return {
    invented: true,
    recipe,
    factors,
    globalMean,
    noise,
    oracleRmse: round(oracleRmse),
    withoutText,
    withoutPoster,
    userFactors: rows(truth.userFactors, factors.length),
    itemFactors: rows(truth.itemFactors, factors.length),
    themeShares: rows(truth.themeShares, truth.themeTrend.length),
    userBias: Array.from(truth.userBias, round),
    itemBias: Array.from(truth.itemBias, round),
    popularity: Array.from(truth.popularity, round),
    themeTrend: Array.from(truth.themeTrend, round),
    joined: Array.from(truth.joined),
    released: Array.from(truth.released),
  };
}

function rows(values: Float64Array, nColumns: number): number[][] {
  const out: number[][] = [];
  for (let start = 0; start < values.length; start += nColumns) {
    out.push(Array.from(values.subarray(start, start + nColumns), round));
  }
  return out;
}

function round(value: number): number {
  return Math.round(value * 1e6) / 1e6;
}
