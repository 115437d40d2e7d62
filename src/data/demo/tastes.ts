import { createRandom } from "../../compute/random.js";
import { brightnessFactor, nFactors, nThemes, paceFactor } from "./factors.js";
import { day, yearStart } from "./calendar.js";
import { largestShareRated, leastRatingsPerUser, type DemoRecipe } from "./recipe.js";

/** The users of a demo set. */
export interface DemoUsers {
  /** `[nUsers x nFactors]` row-major. */
  readonly factors: Float64Array;
  /** `[nUsers]` */
  readonly bias: Float64Array;
  /** `[nUsers]` seconds since 1970 UTC. */
  readonly joined: Float64Array;
  /** `[nUsers]` ratings that each user gives. */
  readonly activity: Int32Array;
}

/** The first and the last year in which somebody joins. */
export const firstYear = 2014;
export const lastYear = 2021;

/** Draws the users: tastes, generosity, when they join, how much they rate. */
export function drawUsers(recipe: DemoRecipe): DemoUsers {
  const { seed, nUsers } = recipe;
  const random = createRandom(seed, "demo/users");
  const factors = new Float64Array(nUsers * nFactors);
  const bias = new Float64Array(nUsers);
  const joined = new Float64Array(nUsers);
  for (let user = 0; user < nUsers; user++) {
    for (let factor = 0; factor < nFactors; factor++) {
      factors[user * nFactors + factor] = tasteSpread(factor) * random.normal();
    }
    bias[user] = 0.35 * random.normal();
    // The square root makes more users join late than early, as on a service that grows.
    const share = Math.sqrt(random.uniform());
    const start = yearStart(firstYear);
    joined[user] = Math.floor(start + share * (yearStart(lastYear + 1) - start - 30 * day));
  }
  return { factors, bias, joined, activity: drawActivity(recipe) };
}

function tasteSpread(factor: number): number {
  if (factor < nThemes) return 1.3;
  return factor === brightnessFactor || factor === paceFactor ? 0.3 : 0.26;
}

/** Log-normal numbers of ratings, at least the least, adding up to `nRatings`. */
function drawActivity({ seed, nUsers, nItems, nRatings }: DemoRecipe): Int32Array {
  const random = createRandom(seed, "demo/activity");
  const weight = Float64Array.from({ length: nUsers }, () => Math.exp(1.1 * random.normal()));
  const most = Math.floor(largestShareRated * nItems);
  const activity = new Int32Array(nUsers).fill(leastRatingsPerUser);
  let left = nRatings - nUsers * leastRatingsPerUser;
  while (left > 0) {
    const open = Array.from(activity.keys()).filter((user) => activity[user] < most);
    const total = open.reduce((sum, user) => sum + weight[user], 0);
    const budget = left;
    for (const user of open) {
      const share = Math.max(1, Math.floor((budget * weight[user]) / total));
      const extra = Math.min(share, left, most - activity[user]);
      activity[user] += extra;
      left -= extra;
    }
  }
  return activity;
}
