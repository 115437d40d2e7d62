/**
 * RecBole: RUCAIBox/RecBole, recbole/evaluator/metrics.py and collector.py. Binary relevance, full
 * ranking with seen items at minus infinity; printed rounded to `metric_decimal_place` (4). Ties in
 * the first K places are left to `torch.topk`; here by lower item index. GAUC ranks ties by their
 * mean rank.
 */
import {
  aucHalfTies,
  binaryGain,
  hits,
  meanOver,
  ndcgOf,
  precisionSum,
  reciprocalOfFirst,
  sumOver,
  type RankedUser,
} from "./ranked-user.js";
import type { RosettaEntry } from "./rosetta-input.js";

/** RecBole's metrics; `users` are those with a relevant item. */
export function recboleEntries(users: readonly RankedUser[], k: number): RosettaEntry[] {
  const entry = (metric: string, convention: string, value: number): RosettaEntry => ({
    tool: "RecBole",
    metric,
    convention,
    source: "RUCAIBox/RecBole recbole/evaluator/metrics.py",
    value,
  });
  const mean = (
    metric: string,
    convention: string,
    valueOf: (user: RankedUser) => number,
  ): RosettaEntry =>
    entry(`${metric}@${k}`, `${convention}, mean over users`, meanOver(users, valueOf));
  return [
    mean("recall", "hits / relevant", (user) => hits(user, k) / user.ideal.length),
    mean("precision", "hits / K", (user) => hits(user, k) / k),
    mean("hit", "1 when there is a hit", (user) => Math.min(1, hits(user, k))),
    mean("mrr", "1 / place of the first hit, 0 beyond K", (user) => reciprocalOfFirst(user, k)),
    mean("ndcg", "binary gain, ideal of min(K, relevant) items", (user) =>
      ndcgOf(user, k, binaryGain),
    ),
    mean(
      "map",
      "precisions at the hits / min(K, relevant)",
      (user) => precisionSum(user, k) / Math.min(k, user.ideal.length),
    ),
    entry("gauc", gaucConvention, weightedAuc(users)),
  ];
}

const gaucConvention =
  "AUC over unseen items, ties by mean rank, mean over users weighted by relevant items; " +
  "users without another item left out";

function weightedAuc(users: readonly RankedUser[]): number {
  const judged = users.filter((user) => user.items.length > user.ideal.length);
  const weighted = sumOver(judged, (user) => aucHalfTies(user) * user.ideal.length);
  return weighted / sumOver(judged, (user) => user.ideal.length);
}
