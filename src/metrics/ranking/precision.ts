import type { RankingMetric } from "./definition.js";
import { hitsWithin } from "./user-ranks.js";

/** Precision@K = hits in the first K / K, also where the list holds fewer than K items. */
export const precision: RankingMetric = {
  name: "precision",
  cutOff: true,
  convention: "hits in the first K / K, also for a list shorter than K; mean over users",
  value: (user, k) => hitsWithin(user, k) / k,
};
