import type { RankingMetric } from "./definition.js";

/** Reciprocal rank@K = 1 / position of the first relevant item, 0 when that is beyond K. */
export const reciprocalRank: RankingMetric = {
  name: "mrr",
  cutOff: true,
  convention: "1 / position of the first relevant item, 0 beyond K; mean over users",
  value: (user, k) => (user.nRanked > 0 && user.ranks[0] <= k ? 1 / user.ranks[0] : 0),
};
