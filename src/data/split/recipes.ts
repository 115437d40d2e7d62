import type { Config } from "../../common/json.js";
import type { Dataset } from "../dataset.js";
import { splitFold } from "./k-fold.js";
import { splitLeaveOneOutLatest, splitLeaveOneOutRandom } from "./leave-one-out.js";
import { splitMMRec } from "./mmrec.js";
import {
  splitColdItem,
  splitPerUserRandom,
  splitRandomRatings,
  splitStratifiedByRating,
} from "./random.js";
import type { Split } from "./split.js";
import {
  splitAtTimes,
  splitGlobalTemporal,
  splitPerUserTemporal,
  type DropCold,
} from "./temporal.js";

/** A recipe as `makeSplit` and the command line know it. */
export interface SplitChoice {
  readonly summary: string;
  /** Settings with their defaults; a type's name in place of a value means that there is none. */
  readonly settings: Config;
  /** True when the rows depend on a seed. */
  readonly seeded: boolean;
  readonly needsTimestamps: boolean;
  readonly make: (dataset: Dataset, settings: Config, seed: number) => Split;
}

const FRACTIONS = { train: 0.8, valid: 0.1, test: 0.1 };

type Make<Options> = (dataset: Dataset, options: Options) => Split;

/** A recipe whose settings are those of `split`; `makeSplit` has checked their names and types. */
function choice<Options>(
  summary: string,
  settings: Config,
  traits: { readonly seeded: boolean; readonly needsTimestamps: boolean },
  split: Make<Options>,
): SplitChoice {
  const make = (dataset: Dataset, given: Config, seed: number): Split =>
    split(dataset, { ...given, ...(traits.seeded && { seed }) } as Options);
  return { summary, settings, ...traits, make };
}

const RANDOM = { seeded: true, needsTimestamps: false };
const TIMED = { seeded: false, needsTimestamps: true };
const dropCold: DropCold = "none";

/** Every recipe that needs no more than a data set and settings, by name. */
export const SPLIT_CHOICES: Readonly<Record<string, SplitChoice>> = {
  "random-ratings": choice("rows at random", FRACTIONS, RANDOM, splitRandomRatings),
  "stratified-by-rating": choice(
    "rows at random within each rating value",
    FRACTIONS,
    RANDOM,
    splitStratifiedByRating,
  ),
  "per-user-random": choice(
    "rows at random within each user",
    FRACTIONS,
    RANDOM,
    splitPerUserRandom,
  ),
  "leave-one-out-random": choice(
    "one random row of each user",
    { withValid: true },
    RANDOM,
    splitLeaveOneOutRandom,
  ),
  "leave-one-out-latest": choice(
    "the latest row of each user",
    { withValid: true },
    TIMED,
    splitLeaveOneOutLatest,
  ),
  "per-user-temporal": choice(
    "the latest rows of each user",
    FRACTIONS,
    TIMED,
    splitPerUserTemporal,
  ),
  "global-temporal": choice(
    "the latest rows of all, by share",
    { ...FRACTIONS, dropCold },
    TIMED,
    splitGlobalTemporal,
  ),
  "global-times": choice(
    "rows from given times on",
    { validFrom: "number", testFrom: "number", dropCold },
    TIMED,
    splitAtTimes,
  ),
  "k-fold": choice(
    "one of several folds of the rows",
    { folds: 5, fold: 0, valid: 0 },
    RANDOM,
    splitFold,
  ),
  "cold-item": choice("whole items at random", FRACTIONS, RANDOM, splitColdItem),
  mmrec: choice("MMRec's 8:1:1 within each user", {}, RANDOM, splitMMRec),
};
