/**
 * ranx: AmenRa/ranx, ranx/metrics/*.py. Graded relevance, relevant from grade 1 (`rel_lvl`), mean
 * over the queries of the qrels. Ties as its unstable sort leaves them; here by lower item index.
 */
import {
  hits,
  meanOver,
  ndcgOf,
  precisionSum,
  reciprocalOfFirst,
  type RankedUser,
} from "./ranked-user.js";
import type { RosettaEntry } from "./rosetta-input.js";

/** The metrics of ranx; `users` are those with a relevant item. */
export function ranxEntries(users: readonly RankedUser[], k: number): RosettaEntry[] {
  const entry = (
    metric: string,
    convention: string,
    valueOf: (user: RankedUser) => number,
  ): RosettaEntry => ({
    tool: "ranx",
    metric: `${metric}@${k}`,
    convention: `${convention}, mean over queries`,
    source: "AmenRa/ranx ranx/metrics",
    value: meanOver(users, valueOf),
  });
  return [
    entry("recall", "hits / relevant", (user) => hits(user, k) / user.ideal.length),
    entry("precision", "hits / K", (user) => hits(user, k) / k),
    entry("hit_rate", "1 when there is a hit", (user) => Math.min(1, hits(user, k))),
    entry("mrr", "1 / place of the first hit, 0 beyond K", (user) => reciprocalOfFirst(user, k)),
    entry(
      "map",
      "precisions at the hits in the first K / all relevant",
      (user) => precisionSum(user, k) / user.ideal.length,
    ),
    entry("ndcg", "gain = grade, ideal of min(K, relevant) items", (user) =>
      ndcgOf(user, k, (grade) => grade),
    ),
    entry("ndcg_burges", "gain = 2^grade - 1, ideal of min(K, relevant) items", (user) =>
      ndcgOf(user, k, (grade) => 2 ** grade - 1),
    ),
  ];
}
