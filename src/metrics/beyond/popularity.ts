import { checkItemCounts } from "./item-counts.js";
import { checkLists, metricOfLists, type ListMetric, type RecommendationLists } from "./lists.js";

/**
 * Mean popularity (average recommendation popularity, Yin et al. 2012): training ratings of the
 * recommended items, averaged over the list, then over users.
 *
 * @param itemCounts `[nItems]` ratings of each item in the training part.
 *
 * Throws `E_METRIC_SHAPE`, `E_METRIC_ITEMS`, `E_METRIC_COUNTS`.
 */
export function meanPopularity(
  lists: RecommendationLists,
  itemCounts: ArrayLike<number>,
): ListMetric {
  checkLists(lists, itemCounts.length);
  checkItemCounts(itemCounts, Infinity);
  return metricOfLists(
    lists,
    (items) => items.reduce((sum, item) => sum + itemCounts[item], 0) / items.length,
  );
}
