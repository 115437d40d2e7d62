import type { RankingMetric } from "./definition.js";

/** Hit rate@K = 1 when at least one relevant item stands in the first K, else 0. */
export const hitRate: RankingMetric = {
  name: "hit-rate",
  cutOff: true,
  convention: "1 when a relevant item stands in the first K, else 0; mean over users",
  value: (user, k) => (user.nRanked > 0 && user.ranks[0] <= k ? 1 : 0),
};
