import { recommendationCounts, type RecommendationLists } from "./lists.js";

/**
 * Catalogue coverage: share of all `nItems` items that stand in at least one list, 0 to 1
 * (Herlocker et al. 2004; Ge et al. 2010).
 */
export function catalogueCoverage(lists: RecommendationLists, nItems: number): number {
  const counts = recommendationCounts(lists, nItems);
  return counts.reduce((covered, count) => covered + (count > 0 ? 1 : 0), 0) / nItems;
}
