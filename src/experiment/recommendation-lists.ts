import type { RecommendationLists } from "../metrics/index.js";
import type { UserRecommendations } from "./recommend.js";

/** The lists as the metrics beyond accuracy take them (coverage, novelty and the like). */
export function recommendationLists(
  recommendations: readonly UserRecommendations[],
): RecommendationLists {
  const nUsers = recommendations.length;
  const topK = recommendations.reduce((longest, { items }) => Math.max(longest, items.length), 0);
  const items = new Int32Array(nUsers * topK).fill(-1);
  recommendations.forEach((list, user) => {
    for (const { itemIndex, rank } of list.items) items[user * topK + rank - 1] = itemIndex;
  });
  return { nUsers, topK, items };
}
