import type { RankingMetric } from "./definition.js";
import type { UserRanks } from "./user-ranks.js";

/** Sum, over the relevant items in the first `k` places, of the precision at their place. */
function sumOfPrecisions(user: UserRanks, k: number): number {
  const { ranks, nRanked } = user;
  let sum = 0;
  for (let hit = 0; hit < nRanked && ranks[hit] <= k; hit++) sum += (hit + 1) / ranks[hit];
  return sum;
}

/** Average precision@K over min(K, relevant), as in RecBole, MMRec and implicit; its ceiling is 1. */
export const averagePrecision: RankingMetric = {
  name: "map",
  cutOff: true,
  convention:
    "sum of the precisions at the hits in the first K / min(K, relevant items); mean over users",
  value: (user, k) => sumOfPrecisions(user, k) / Math.min(k, user.nRelevant),
};

/** Average precision@K over all relevant items, as in trec_eval and ranx. */
export const averagePrecisionOverAll: RankingMetric = {
  name: "map-all",
  cutOff: true,
  convention:
    "sum of the precisions at the hits in the first K / all relevant items; mean over users",
  value: (user, k) => sumOfPrecisions(user, k) / user.nRelevant,
};
