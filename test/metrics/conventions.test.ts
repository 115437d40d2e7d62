/** What tables say of each metric: pages and readers rest on these words, and goldens on what they mean. */
import { expect, it } from "vitest";
import {
  describeRankingMetric,
  metricRosetta,
  rankingMetricNames,
} from "../../src/metrics/index.js";

const ofRanking = [
  "recall: hits in the first K / all relevant items of the user; mean over users",
  "precision: hits in the first K / K, also for a list shorter than K; mean over users",
  "hit-rate: 1 when a relevant item stands in the first K, else 0; mean over users",
  "ndcg: binary gain; discount 1 / log2(place + 1), ideal list of min(K, relevant) items; mean over users",
  "ndcg-linear: gain = grade; discount 1 / log2(place + 1), ideal list of min(K, relevant) items by descending grade; mean over users",
  "ndcg-exponential: gain = 2^grade - 1; discount 1 / log2(place + 1), ideal list of min(K, relevant) items by descending grade; mean over users",
  "map: sum of the precisions at the hits in the first K / min(K, relevant items); mean over users",
  "map-all: sum of the precisions at the hits in the first K / all relevant items; mean over users",
  "mrr: 1 / position of the first relevant item, 0 beyond K; mean over users",
  "auc, whole: share of (relevant, other) candidate pairs in the right order, whole ranking, ties broken by lower item index; mean over users",
  "auc-half-ties, whole: share of (relevant, other) candidate pairs in the right order, whole ranking, a tie counts one half; mean over users",
  "implicit-precision: sum of hits in the first K over users / sum of min(K, relevant) over users (pooled)",
  "implicit-auc: AUC known from the first K places, the rest of the ranking counted as random; others are all items that are not relevant, seen ones included; mean over users",
];

const ofTools: Readonly<Record<string, { source: string; metrics: readonly string[] }>> = {
  MMRec: {
    source: "enoche/MMRec src/utils/metrics.py",
    metrics: [
      "recall@3: hits / relevant, mean over users",
      "recall2@3: hits of all users / relevant items of all users (pooled)",
      "precision@3: hits / K, mean over users",
      "ndcg@3: binary gain, ideal of min(K, relevant) items, mean over users",
      "map@3: precisions at the hits / min(K, relevant), mean over users",
    ],
  },
  RecBole: {
    source: "RUCAIBox/RecBole recbole/evaluator/metrics.py",
    metrics: [
      "recall@3: hits / relevant, mean over users",
      "precision@3: hits / K, mean over users",
      "hit@3: 1 when there is a hit, mean over users",
      "mrr@3: 1 / place of the first hit, 0 beyond K, mean over users",
      "ndcg@3: binary gain, ideal of min(K, relevant) items, mean over users",
      "map@3: precisions at the hits / min(K, relevant), mean over users",
      "gauc: AUC over unseen items, ties by mean rank, mean over users weighted by relevant items; users without another item left out",
    ],
  },
  implicit: {
    source: "benfred/implicit implicit/evaluation.pyx",
    metrics: [
      "precision_at_k(K=3): hits of all users / sum over users of min(K, relevant) (pooled)",
      "mean_average_precision_at_k(K=3): precisions at the hits / min(K, relevant), mean over users",
      "ndcg_at_k(K=3): binary gain, ideal of min(K, relevant) items, mean over users",
      "AUC_at_k(K=3): AUC known from the first K places, the rest counted as random; seen items are others too; mean over users",
    ],
  },
  ranx: {
    source: "AmenRa/ranx ranx/metrics",
    metrics: [
      "recall@3: hits / relevant, mean over queries",
      "precision@3: hits / K, mean over queries",
      "hit_rate@3: 1 when there is a hit, mean over queries",
      "mrr@3: 1 / place of the first hit, 0 beyond K, mean over queries",
      "map@3: precisions at the hits in the first K / all relevant, mean over queries",
      "ndcg@3: gain = grade, ideal of min(K, relevant) items, mean over queries",
      "ndcg_burges@3: gain = 2^grade - 1, ideal of min(K, relevant) items, mean over queries",
    ],
  },
  trec_eval: {
    source: "usnistgov/trec_eval",
    metrics: [
      "recall_3: hits / relevant; ties by later name first; mean over topics (m_recall.c)",
      "P_3: hits / K, also for a shorter run; ties by later name first; mean over topics (m_P.c)",
      "success_3: 1 when there is a hit; ties by later name first; mean over topics (m_success.c)",
      "recip_rank: 1 / place of the first hit, whole run; ties by later name first; mean over topics (m_recip_rank.c)",
      "map_cut_3: precisions at the hits / all relevant; ties by later name first; mean over topics (m_map_cut.c)",
      "map: precisions at the hits / all relevant, whole run; ties by later name first; mean over topics (m_map.c)",
      "ndcg_cut_3: gain = grade, ideal cut at K too; ties by later name first; mean over topics (m_ndcg_cut.c)",
      "ndcg: gain = grade, whole run; ties by later name first; mean over topics (m_ndcg.c)",
    ],
  },
  "scikit-learn": {
    source: "scikit-learn/scikit-learn sklearn/metrics/_ranking.py",
    metrics: [
      "ndcg_score(k=3): gain = grade, tied items share their mean gain, ideal cut at k; mean over users, a user without relevant items counts 0",
      "average_precision_score: sum of (step in recall) x precision, tied items taken together, whole ranking; each user with a relevant item, mean",
      "label_ranking_average_precision_score: precisions at the hits / relevant, tied items at their worst rank, whole ranking; mean over users, a user without relevant or without other items counts 1",
      "roc_auc_score: whole ranking, a tie counts one half; each user with relevant and other items, mean",
    ],
  },
  "Microsoft Recommenders": {
    source: "recommenders-team/recommenders recommenders/evaluation/python_evaluation.py",
    metrics: [
      "recall_at_k(k=3): hits / relevant, mean over users",
      "precision_at_k(k=3): hits / k, also for a shorter list, mean over users",
      "ndcg_at_k(k=3): binary gain, ideal of min(k, relevant) items, mean over users",
      "map_at_k(k=3): precisions at the hits / min(k, relevant), mean over users",
      "map(k=3): precisions at the hits in the first k / all relevant, mean over users",
    ],
  },
};

it("every ranking metric says its convention in full", () => {
  const told = rankingMetricNames.map((name) => {
    const { cutOff, convention } = describeRankingMetric(name);
    return `${name}${cutOff ? "" : ", whole"}: ${convention}`;
  });
  expect(told).toEqual(ofRanking);
});

it("every tool's metric says its convention in full, and the file that it is read from", () => {
  const told: Record<string, string[]> = {};
  for (const { tool, metric, convention, source } of metricRosetta().entries) {
    const [repository, file] = source.split(" ");
    const isByMetric = ofTools[tool].source === repository;
    if (!isByMetric) expect(source).toBe(ofTools[tool].source);
    (told[tool] ??= []).push(`${metric}: ${convention}${isByMetric ? ` (${file})` : ""}`);
  }
  const expected = Object.entries(ofTools).map(([tool, { metrics }]) => [tool, metrics]);
  expect(told).toEqual(Object.fromEntries(expected));
});
