/**
 * implicit: benfred/implicit, implicit/evaluation.pyx, `ranking_metrics_at_k`. Binary relevance,
 * seen items filtered from the recommendations, users without a test item skipped. Ties as its
 * partial sort leaves them; here by lower item index.
 */
import { binaryGain, hits, meanOver, ndcgOf, precisionSum, sumOver } from "./ranked-user.js";
import type { RankedUser } from "./ranked-user.js";
import type { RosettaEntry } from "./rosetta-input.js";

/** The metrics of implicit; `users` are those with a relevant item. */
export function implicitEntries(
  users: readonly RankedUser[],
  k: number,
  nItems: number,
): RosettaEntry[] {
  const entry = (metric: string, convention: string, value: number): RosettaEntry => ({
    tool: "implicit",
    metric: `${metric}(K=${k})`,
    convention,
    source: "benfred/implicit implicit/evaluation.pyx",
    value,
  });
  return [
    entry(
      "precision_at_k",
      "hits of all users / sum over users of min(K, relevant) (pooled)",
      sumOver(users, (user) => hits(user, k)) /
        sumOver(users, (user) => Math.min(k, user.ideal.length)),
    ),
    entry(
      "mean_average_precision_at_k",
      "precisions at the hits / min(K, relevant), mean over users",
      meanOver(users, (user) => precisionSum(user, k) / Math.min(k, user.ideal.length)),
    ),
    entry(
      "ndcg_at_k",
      "binary gain, ideal of min(K, relevant) items, mean over users",
      meanOver(users, (user) => ndcgOf(user, k, binaryGain)),
    ),
    entry(
      "AUC_at_k",
      "AUC known from the first K places, the rest counted as random; seen items are others too; " +
        "mean over users",
      meanOver(users, (user) => limitedAuc(user, k, nItems)),
    ),
  ];
}

function limitedAuc(user: RankedUser, k: number, nItems: number): number {
  const nRelevant = user.ideal.length;
  const nOthers = nItems - nRelevant;
  let found = 0;
  let misses = 0;
  let area = 0;
  for (const grade of user.grades.slice(0, k)) {
    if (grade > 0) found++;
    else {
      misses++;
      area += found;
    }
  }
  area += ((found + nRelevant) / 2) * (nOthers - misses);
  return nOthers === 0 ? 1 : area / (nRelevant * nOthers);
}
