import type { RankingMetric } from "./definition.js";
import { hitsWithin } from "./user-ranks.js";

/** Recall@K = hits in the first K / relevant items. Its ceiling is K / relevant where that is below 1. */
export const recall: RankingMetric = {
  name: "recall",
  cutOff: true,
  convention: "hits in the first K / all relevant items of the user; mean over users",
  value: (user, k) => hitsWithin(user, k) / user.nRelevant,
};
