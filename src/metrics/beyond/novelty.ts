import { checkItemCounts } from "./item-counts.js";
import { checkLists, metricOfLists, type ListMetric, type RecommendationLists } from "./lists.js";

/**
 * Novelty as mean self-information in bits (Zhou et al. 2010): -log2(count / nUsers) of the
 * recommended items, averaged over the list, then over users. An item that nobody rated counts as
 * one that a single user rated, so that its information is log2(nUsers) and not infinite.
 *
 * @param itemCounts `[nItems]` users who rated each item in the training part.
 * @param nUsers users of the training part.
 *
 * Throws `E_METRIC_SHAPE`, `E_METRIC_ITEMS`, `E_METRIC_COUNTS`.
 */
export function novelty(
  lists: RecommendationLists,
  itemCounts: ArrayLike<number>,
  nUsers: number,
): ListMetric {
  checkLists(lists, itemCounts.length);
  checkItemCounts(itemCounts, nUsers);
  return metricOfLists(
    lists,
    (items) =>
      items.reduce((sum, item) => sum + Math.log2(nUsers / Math.max(itemCounts[item], 1)), 0) /
      items.length,
  );
}
