import { recommendationCounts, type RecommendationLists } from "./lists.js";

/**
 * Gini coefficient of how often each item is recommended, items never recommended included: 0 when
 * all are recommended equally often, (n - 1) / n when one item takes all. With counts ascending,
 * G = sum of (2 i - n - 1) x_i / (n sum of x_i), i from 1. 0 when nothing is recommended.
 */
export function giniIndex(lists: RecommendationLists, nItems: number): number {
  const counts = recommendationCounts(lists, nItems).sort();
  let total = 0;
  let weighted = 0;
  counts.forEach((count, index) => {
    total += count;
    weighted += (2 * (index + 1) - nItems - 1) * count;
  });
  return total === 0 ? 0 : weighted / (nItems * total);
}
