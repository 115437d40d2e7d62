/**
 * Microsoft Recommenders: recommenders-team/recommenders, recommenders/evaluation/
 * python_evaluation.py. Binary relevance by default; users that stand in both tables. Its NDCG
 * discounts by the natural logarithm by default, which cancels in the quotient. Ties as pandas sorts
 * them; here by lower item index.
 */
import { binaryGain, hits, meanOver, ndcgOf, precisionSum } from "./ranked-user.js";
import type { RankedUser } from "./ranked-user.js";
import type { RosettaEntry } from "./rosetta-input.js";

/** The metrics of Microsoft Recommenders; `users` are those with a relevant item. */
export function recommendersEntries(users: readonly RankedUser[], k: number): RosettaEntry[] {
  const entry = (
    metric: string,
    convention: string,
    valueOf: (user: RankedUser) => number,
  ): RosettaEntry => ({
    tool: "Microsoft Recommenders",
    metric: `${metric}(k=${k})`,
    convention: `${convention}, mean over users`,
    source: "recommenders-team/recommenders recommenders/evaluation/python_evaluation.py",
    value: meanOver(users, valueOf),
  });
  return [
    entry("recall_at_k", "hits / relevant", (user) => hits(user, k) / user.ideal.length),
    entry("precision_at_k", "hits / k, also for a shorter list", (user) => hits(user, k) / k),
    entry("ndcg_at_k", "binary gain, ideal of min(k, relevant) items", (user) =>
      ndcgOf(user, k, binaryGain),
    ),
    entry(
      "map_at_k",
      "precisions at the hits / min(k, relevant)",
      (user) => precisionSum(user, k) / Math.min(k, user.ideal.length),
    ),
    entry(
      "map",
      "precisions at the hits in the first k / all relevant",
      (user) => precisionSum(user, k) / user.ideal.length,
    ),
  ];
}
