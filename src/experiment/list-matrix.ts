import type { RecommendationLists } from "../metrics/index.js";
import type { UserRecommendations } from "./recommend.js";

/** Lists as the matrix that the beyond-accuracy metrics take: `[lists.length x topK]`, -1 behind a short list. */
export function listMatrix(
  lists: readonly UserRecommendations[],
  topK: number,
): RecommendationLists {
  const items = new Int32Array(lists.length * topK).fill(-1);
  lists.forEach((list, row) => {
    list.items.slice(0, topK).forEach(({ itemIndex }, place) => {
      items[row * topK + place] = itemIndex;
    });
  });
  return { nUsers: lists.length, topK, items };
}
