import { MoviolaError } from "../../common/errors.js";
import { genreDistribution, type ItemGenres } from "./genre-distribution.js";
import { checkLists, metricOfLists, type ListMetric, type RecommendationLists } from "./lists.js";

/** Settings of {@link genreCalibration}. */
export interface CalibrationOptions {
  /** Share of the history's distribution mixed into the list's, above 0 and at most 1; 0.01. */
  readonly smoothing?: number;
}

/**
 * Genre miscalibration (Steck 2018, "Calibrated recommendations", equation 6): the Kullback-Leibler
 * divergence, in nats, of the genres of a user's list from the genres of the user's history,
 * KL(p, q') = sum of p log(p / q') with q' = (1 - a) q + a p. 0 is perfectly calibrated, -log(a) the
 * most that can be. Items weigh equally, without Steck's weights by recency or rank. Users without a
 * genre in list or history are skipped.
 *
 * @param histories by row of the lists: the user's training items.
 *
 * Throws `E_METRIC_SHAPE`, `E_METRIC_ITEMS`, `E_METRIC_SMOOTHING`.
 */
export function genreCalibration(
  lists: RecommendationLists,
  histories: readonly ArrayLike<number>[],
  itemGenres: ItemGenres,
  options: CalibrationOptions = {},
): ListMetric {
  const smoothing = options.smoothing ?? 0.01;
  checkLists(lists, itemGenres.length);
  checkInput(lists, histories, smoothing);
  for (const [user, history] of histories.entries()) checkHistory(user, history, itemGenres.length);
  return metricOfLists(lists, (items, user) => {
    const ofHistory = genreDistribution(histories[user], itemGenres);
    const ofList = genreDistribution(items, itemGenres);
    if (ofHistory === undefined || ofList === undefined) return undefined;
    let divergence = 0;
    for (const [genre, share] of ofHistory) {
      const smoothed = (1 - smoothing) * (ofList.get(genre) ?? 0) + smoothing * share;
      divergence += share * Math.log(share / smoothed);
    }
    return Math.max(divergence, 0);
  });
}

function checkInput(
  lists: RecommendationLists,
  histories: readonly ArrayLike<number>[],
  smoothing: number,
): void {
  if (histories.length !== lists.nUsers) {
    throw new MoviolaError("E_METRIC_SHAPE", "Histories and lists differ in number", {
      expected: `${lists.nUsers} histories`,
      got: String(histories.length),
    });
  }
  if (!(smoothing > 0 && smoothing <= 1)) {
    throw new MoviolaError("E_METRIC_SMOOTHING", "The smoothing of a calibration is a share", {
      expected: "a number above 0 and at most 1",
      got: String(smoothing),
    });
  }
}

function checkHistory(user: number, history: ArrayLike<number>, nItems: number): void {
  for (let index = 0; index < history.length; index++) {
    const item = history[index];
    if (Number.isInteger(item) && item >= 0 && item < nItems) continue;
    throw new MoviolaError("E_METRIC_ITEMS", "An item of a history does not exist", {
      where: `user ${user}`,
      expected: `an item index from 0 to ${nItems - 1}`,
      got: String(item),
    });
  }
}
