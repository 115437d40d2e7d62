import type { RankingMetric } from "./definition.js";
import type { UserRanks } from "./user-ranks.js";

/**
 * Share of the (relevant, other) candidate pairs that the ranking orders rightly. The j-th relevant
 * item at place r has r - j others ahead of it. Items that a short list leaves out share the place
 * behind it: a pair of them counts one half. Without any other candidate there is nothing to order
 * wrongly: 1.
 */
function rightlyOrderedShare(user: UserRanks, correction: number): number {
  const { ranks, nRanked, nRelevant, listLength } = user;
  const nOthers = user.nCandidates - nRelevant;
  if (nOthers === 0) return 1;
  let right = correction;
  for (let hit = 0; hit < nRanked; hit++) right += nOthers - (ranks[hit] - (hit + 1));
  const othersBehindList = nOthers - (listLength - nRanked);
  right += ((nRelevant - nRanked) * othersBehindList) / 2;
  return right / (nRelevant * nOthers);
}

/** Full AUC of each user over all candidates; ties broken by item index as in every other metric. */
export const auc: RankingMetric = {
  name: "auc",
  cutOff: false,
  convention:
    "share of (relevant, other) candidate pairs in the right order, whole ranking, ties broken by " +
    "lower item index; mean over users",
  value: (user) => rightlyOrderedShare(user, 0),
};

/** Full AUC where a tied pair counts one half, as scikit-learn's `roc_auc_score` has it. */
export const aucHalfTies: RankingMetric = {
  name: "auc-half-ties",
  cutOff: false,
  convention:
    "share of (relevant, other) candidate pairs in the right order, whole ranking, a tie counts " +
    "one half; mean over users",
  value: (user) => rightlyOrderedShare(user, user.tieCorrection),
};
