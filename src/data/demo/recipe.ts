import { canonicalJson, contentHash } from "../../common/hash.js";
import { MoviolaError } from "../../common/errors.js";

/** What decides a demo set, each with its default. */
export interface DemoOptions {
  /** Whole number from which everything is drawn; default 1. */
  readonly seed?: number;
  /** 1 or more; default 600. */
  readonly nUsers?: number;
  /** 50 or more; default 400. */
  readonly nItems?: number;
  /**
   * Default 30,000. At least 20 a user, and at most two fifths of all
   * user-item cells.
   */
  readonly nRatings?: number;
}

/** {@link DemoOptions} with nothing left out. */
export type DemoRecipe = Required<DemoOptions>;

/** Every user of a demo set has at least this many ratings. */
export const leastRatingsPerUser = 20;

/** No user rates more than this share of the items. */
export const largestShareRated = 0.6;

/** Counts up when the generator changes, so that a cache of an older one is not taken for it. */
const generatorVersion = 1;

/** Fills in the defaults; throws `E_DEMO_RECIPE` for numbers that no demo set can have. */
export function demoRecipe(options: DemoOptions = {}): DemoRecipe {
  const recipe = { seed: 1, nUsers: 600, nItems: 400, nRatings: 30_000, ...options };
  const { nUsers, nItems, nRatings } = recipe;
  check("nUsers", nUsers, 1, 100_000);
  check("nItems", nItems, 50, 4_000);
  check("seed", recipe.seed, 0, Number.MAX_SAFE_INTEGER);
  check("nRatings", nRatings, leastRatingsPerUser * nUsers, Math.floor(0.4 * nUsers * nItems));
  return recipe;
}

/** The first 12 hexadecimal digits of a hash over the recipe and the generator's version. */
export function demoRecipeHash(recipe: DemoRecipe): string {
  return contentHash([String(generatorVersion), canonicalJson(recipe)]).slice(0, 12);
}

function check(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new MoviolaError("E_DEMO_RECIPE", "A demo set cannot be made with this number", {
    where: name,
    expected: `a whole number from ${least} to ${most}`,
    got: String(value),
  });
}
