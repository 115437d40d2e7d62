/**
 * Two metrics as the Python library implicit defines them (benfred/implicit,
 * implicit/evaluation.pyx, `ranking_metrics_at_k`); its MAP and NDCG are our `map` and `ndcg`.
 */
import type { RankingMetric } from "./definition.js";
import { hitsWithin, type UserRanks } from "./user-ranks.js";

/**
 * Pooled precision: hits of all users in the first K / sum over users of min(K, relevant). The value
 * kept for a user is hits x users / that sum, so that the mean over users is the pooled figure.
 */
export const implicitPrecision: RankingMetric = {
  name: "implicit-precision",
  cutOff: true,
  convention: "sum of hits in the first K over users / sum of min(K, relevant) over users (pooled)",
  value: (user, k) => hitsWithin(user, k),
  weight: (user, k) => Math.min(k, user.nRelevant),
};

/**
 * Limited AUC. Others are all items that are not relevant, those seen in training included. Each miss
 * in the first K adds the hits before it; every other item further down adds the mean of the hits in
 * the first K and the relevant items. A list that ends before K has no misses beyond its end.
 */
function limitedAuc(user: UserRanks, k: number): number {
  const { ranks, nRelevant, nItems } = user;
  const nOthers = nItems - nRelevant;
  if (nOthers === 0) return 1;
  const hits = hitsWithin(user, k);
  const places = Math.min(k, user.listLength);
  const misses = places - hits;
  let right = 0;
  for (let hit = 0; hit < hits; hit++) right += places - ranks[hit] - (hits - 1 - hit);
  right += ((hits + nRelevant) / 2) * (nOthers - misses);
  return right / (nRelevant * nOthers);
}

/** AUC from the first K places only. */
export const implicitAuc: RankingMetric = {
  name: "implicit-auc",
  cutOff: true,
  convention:
    "AUC known from the first K places, the rest of the ranking counted as random; others are all " +
    "items that are not relevant, seen ones included; mean over users",
  value: limitedAuc,
};
