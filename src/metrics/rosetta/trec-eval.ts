/**
 * trec_eval: usnistgov/trec_eval, m_P.c, m_recall.c, m_success.c, m_recip_rank.c, m_map.c,
 * m_map_cut.c, m_ndcg.c, m_ndcg_cut.c, form_res_rels.c. Graded relevance, relevant from grade 1;
 * ties by document name, the later name first; topics without judgements ignored. Here the run holds
 * every unseen item (runs are often cut at 1000).
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

/** The metrics of trec_eval; `users` are those with a relevant item, ranked with its ties. */
export function trecEvalEntries(users: readonly RankedUser[], k: number): RosettaEntry[] {
  const entry = (
    metric: string,
    file: string,
    convention: string,
    valueOf: (user: RankedUser) => number,
  ): RosettaEntry => ({
    tool: "trec_eval",
    metric,
    convention: `${convention}; ties by later name first; mean over topics`,
    source: `usnistgov/trec_eval ${file}`,
    value: meanOver(users, valueOf),
  });
  const linear = (grade: number): number => grade;
  return [
    entry(`recall_${k}`, "m_recall.c", "hits / relevant", (user) => {
      return hits(user, k) / user.ideal.length;
    }),
    entry(`P_${k}`, "m_P.c", "hits / K, also for a shorter run", (user) => hits(user, k) / k),
    entry(`success_${k}`, "m_success.c", "1 when there is a hit", (user) => {
      return Math.min(1, hits(user, k));
    }),
    entry("recip_rank", "m_recip_rank.c", "1 / place of the first hit, whole run", (user) => {
      return reciprocalOfFirst(user, user.items.length);
    }),
    entry(`map_cut_${k}`, "m_map_cut.c", "precisions at the hits / all relevant", (user) => {
      return precisionSum(user, k) / user.ideal.length;
    }),
    entry("map", "m_map.c", "precisions at the hits / all relevant, whole run", (user) => {
      return precisionSum(user, user.items.length) / user.ideal.length;
    }),
    entry(`ndcg_cut_${k}`, "m_ndcg_cut.c", "gain = grade, ideal cut at K too", (user) => {
      return ndcgOf(user, k, linear);
    }),
    entry("ndcg", "m_ndcg.c", "gain = grade, whole run", (user) => {
      return ndcgOf(user, user.items.length, linear);
    }),
  ];
}
