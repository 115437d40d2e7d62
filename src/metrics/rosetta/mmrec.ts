/**
 * MMRec: enoche/MMRec, src/utils/metrics.py and src/utils/topk_evaluator.py. Binary relevance, items
 * seen in training masked, users of the evaluated part only; printed rounded to four decimals. Ties
 * are left to `torch.topk`; here by lower item index.
 */
import { binaryGain, hits, meanOver, ndcgOf, precisionSum, sumOver } from "./ranked-user.js";
import type { RankedUser } from "./ranked-user.js";
import type { RosettaEntry } from "./rosetta-input.js";

/** MMRec's metrics; `users` are those with a relevant item. */
export function mmrecEntries(users: readonly RankedUser[], k: number): RosettaEntry[] {
  const entry = (metric: string, convention: string, value: number): RosettaEntry => ({
    tool: "MMRec",
    metric: `${metric}@${k}`,
    convention,
    source: "enoche/MMRec src/utils/metrics.py",
    value,
  });
  return [
    entry(
      "recall",
      "hits / relevant, mean over users",
      meanOver(users, (user) => hits(user, k) / user.ideal.length),
    ),
    entry(
      "recall2",
      "hits of all users / relevant items of all users (pooled)",
      sumOver(users, (user) => hits(user, k)) / sumOver(users, (user) => user.ideal.length),
    ),
    entry(
      "precision",
      "hits / K, mean over users",
      meanOver(users, (user) => hits(user, k) / k),
    ),
    entry(
      "ndcg",
      "binary gain, ideal of min(K, relevant) items, mean over users",
      meanOver(users, (user) => ndcgOf(user, k, binaryGain)),
    ),
    entry(
      "map",
      "precisions at the hits / min(K, relevant), mean over users",
      meanOver(users, (user) => precisionSum(user, k) / Math.min(k, user.ideal.length)),
    ),
  ];
}
