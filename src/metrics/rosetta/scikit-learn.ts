/**
 * scikit-learn: scikit-learn/scikit-learn, sklearn/metrics/_ranking.py. One row a user over the
 * unseen items. Ties are averaged (`ndcg_score`), taken together (`average_precision_score`), given
 * the worst rank (`label_ranking_average_precision_score`) or counted one half (`roc_auc_score`).
 */
import { aucHalfTies, dcg, meanOver, type RankedUser } from "./ranked-user.js";
import type { RosettaEntry } from "./rosetta-input.js";

/** The metrics of scikit-learn; `users` are all users, with and without a relevant item. */
export function scikitLearnEntries(users: readonly RankedUser[], k: number): RosettaEntry[] {
  const entry = (metric: string, convention: string, value: number): RosettaEntry => ({
    tool: "scikit-learn",
    metric,
    convention,
    source: "scikit-learn/scikit-learn sklearn/metrics/_ranking.py",
    value,
  });
  const judged = users.filter((user) => user.ideal.length > 0);
  const mixed = judged.filter((user) => user.items.length > user.ideal.length);
  return [
    entry(
      `ndcg_score(k=${k})`,
      "gain = grade, tied items share their mean gain, ideal cut at k; mean over users, " +
        "a user without relevant items counts 0",
      meanOver(users, (user) => (user.ideal.length === 0 ? 0 : tieAveragedNdcg(user, k))),
    ),
    entry(
      "average_precision_score",
      "sum of (step in recall) x precision, tied items taken together, whole ranking; each user " +
        "with a relevant item, mean",
      meanOver(judged, (user) => groupedPrecision(user) / user.ideal.length),
    ),
    entry(
      "label_ranking_average_precision_score",
      "precisions at the hits / relevant, tied items at their worst rank, whole ranking; mean over " +
        "users, a user without relevant or without other items counts 1",
      meanOver(users, (user) =>
        mixed.includes(user) ? groupedPrecision(user) / user.ideal.length : 1,
      ),
    ),
    entry(
      "roc_auc_score",
      "whole ranking, a tie counts one half; each user with relevant and other items, mean",
      meanOver(mixed, aucHalfTies),
    ),
  ];
}

/** Places `start .. end - 1` of each run of equal scores. */
function tieGroups(user: RankedUser): { readonly start: number; readonly end: number }[] {
  const groups = [];
  for (let start = 0, end = 1; start < user.items.length; start = end, end = start + 1) {
    while (end < user.items.length && user.scores[end] === user.scores[start]) end++;
    groups.push({ start, end });
  }
  return groups;
}

function tieAveragedNdcg(user: RankedUser, k: number): number {
  const gains = new Array<number>(user.items.length);
  for (const { start, end } of tieGroups(user)) {
    const total = user.grades.slice(start, end).reduce((sum, grade) => sum + grade, 0);
    gains.fill(total / (end - start), start, end);
  }
  return dcg(gains, k) / dcg(user.ideal, k);
}

/** Sum over hits of the precision at the end of the hit's group of tied items. */
function groupedPrecision(user: RankedUser): number {
  let found = 0;
  let sum = 0;
  for (const { start, end } of tieGroups(user)) {
    const inGroup = user.grades.slice(start, end).filter((grade) => grade > 0).length;
    found += inGroup;
    sum += inGroup * (found / end);
  }
  return sum;
}
