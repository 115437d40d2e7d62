import { MoviolaError } from "../../common/errors.js";
import { meanOf } from "../mean.js";

/** Recommendation lists, one a user. */
export interface RecommendationLists {
  readonly nUsers: number;
  readonly topK: number;
  /** `[nUsers x topK]` item indices, best first; -1 fills the places behind the end of a short list. */
  readonly items: Int32Array;
}

/** A metric of lists: its mean over users, and the value of each user. */
export interface ListMetric {
  readonly mean: number;
  /** `[n]` row of the lists that each value belongs to, ascending. */
  readonly userIndex: Int32Array;
  /** `[n]` */
  readonly values: Float64Array;
  /** Users left out because their list does not determine the metric (empty, or one item only). */
  readonly skippedUsers: number;
}

/**
 * Throws `E_METRIC_SHAPE` when `items` is not `[nUsers x topK]`, `E_METRIC_ITEMS` for an index
 * outside -1 .. nItems - 1.
 */
export function checkLists(lists: RecommendationLists, nItems: number): void {
  const { nUsers, topK, items } = lists;
  if (items.length !== nUsers * topK) {
    throw new MoviolaError("E_METRIC_SHAPE", "Recommendation lists have the wrong size", {
      expected: `${nUsers} users x ${topK} places`,
      got: `${items.length} places`,
    });
  }
  const wrong = items.findIndex((item) => item < -1 || item >= nItems);
  if (wrong === -1) return;
  throw new MoviolaError("E_METRIC_ITEMS", "A recommended item does not exist", {
    where: `user ${Math.floor(wrong / topK)}, place ${(wrong % topK) + 1}`,
    expected: `an item index from 0 to ${nItems - 1}, or -1 behind the end of a list`,
    got: String(items[wrong]),
  });
}

/** The items of one user's list, without empty places. */
export function listOf(lists: RecommendationLists, user: number): Int32Array {
  const row = lists.items.subarray(user * lists.topK, (user + 1) * lists.topK);
  return row.includes(-1) ? row.filter((item) => item !== -1) : row;
}

/** Evaluates `valueOf` on each user's list; `undefined` leaves the user out. */
export function metricOfLists(
  lists: RecommendationLists,
  valueOf: (items: Int32Array, user: number) => number | undefined,
): ListMetric {
  const userIndex: number[] = [];
  const values: number[] = [];
  for (let user = 0; user < lists.nUsers; user++) {
    const items = listOf(lists, user);
    const value = items.length === 0 ? undefined : valueOf(items, user);
    if (value === undefined) continue;
    userIndex.push(user);
    values.push(value);
  }
  return {
    mean: meanOf(Float64Array.from(values)),
    userIndex: Int32Array.from(userIndex),
    values: Float64Array.from(values),
    skippedUsers: lists.nUsers - values.length,
  };
}

/** `[nItems]` how many lists each item stands in. */
export function recommendationCounts(lists: RecommendationLists, nItems: number): Int32Array {
  checkLists(lists, nItems);
  const counts = new Int32Array(nItems);
  for (const item of lists.items) if (item !== -1) counts[item]++;
  return counts;
}
