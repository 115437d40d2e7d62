/**
 * User-based neighbourhoods on the rating matrix with 0 for every unrated cell. It is here to show a
 * mistake: "not rated" is read as "rated 0", and the result is worse than a constant.
 *
 * Equation and choice of neighbours in `shared/zero-filled.ts`.
 * Source: what the "User-CF" row of Table 2 of Xia et al. 2024 (arXiv 2407.09157) appears to be; its values
 * (2.221 train, 2.310 test) are of this size and cannot come from observed ratings alone.
 * Predictions are NOT clipped: values of that size are reached only unclipped. A user without a training
 * row gets 0, as the method says. More neighbours than there are users act like all of them.
 */
import { ratingModel } from "../shared/rating-model.js";
import { learnZeroFilled, readZeroFilledSettings } from "../shared/zero-filled.js";
import { zeroFilledScorer } from "../shared/zero-filled-scorer.js";
import type { RatingPredictor } from "../contract.js";
import type { ModelEntry } from "../model-entry.js";

/**
 * Zero-filled user-CF. Settings: `neighbours` (40; 0 for all), `includeSelf` (true: a user is among its
 * own neighbours, as in the common tutorials).
 */
export const zeroFilledUserCf: ModelEntry<RatingPredictor> = ratingModel({
  id: "zero-filled-user-cf",
  title: "User-CF, zero-filled (as a published mistake)",
  source: "Xia et al. 2024, Table 2, row User-CF, as it appears to have been computed",
  floor: false,
  clipped: false,
  defaults: { neighbours: 40, includeSelf: true },
  searchSpace: { neighbours: [0, 20, 40] },
  readSettings: readZeroFilledSettings,
  learn: (table, settings, _input, steps) => learnZeroFilled(table, "user", settings, steps),
  scorer: (state, settings) => zeroFilledScorer(state, "user", settings),
});
