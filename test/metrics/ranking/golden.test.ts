import { describe, expect, it } from "vitest";
import { rankingMeans, RankingEvaluator, rankingMetricNames } from "../../../src/metrics/index.js";
import golden from "../golden/rosetta.json" with { type: "json" };

type Case = typeof golden.tied;

function meansOf({ input }: { input: Case["input"] }): Record<string, number> {
  const evaluator = new RankingEvaluator({
    nItems: input.nItems,
    topK: [input.k],
    metrics: rankingMetricNames,
  });
  input.users.forEach((user, index) => {
    evaluator.addScores(
      index,
      Float32Array.from(user.scores),
      Int32Array.from(user.excluded),
      Int32Array.from(user.relevant),
      Float32Array.from(user.grades),
    );
  });
  return rankingMeans(evaluator.finish());
}

describe("the ranking evaluator against the tools themselves", () => {
  const means = meansOf(golden.untied);
  const { MMRec, ranx, implicit, "scikit-learn": scikit } = golden.untied.values;

  it.each([
    ["recall@5", MMRec["recall@5"]],
    ["precision@5", MMRec["precision@5"]],
    ["ndcg@5", MMRec["ndcg@5"]],
    ["map@5", MMRec["map@5"]],
    ["hit-rate@5", ranx["hit_rate@5"]],
    ["mrr@5", ranx["mrr@5"]],
    ["map-all@5", ranx["map@5"]],
    ["ndcg-linear@5", ranx["ndcg@5"]],
    ["ndcg-exponential@5", ranx["ndcg_burges@5"]],
    ["implicit-precision@5", implicit["precision_at_k(K=5)"]],
    ["implicit-auc@5", implicit["AUC_at_k(K=5)"]],
    ["auc", scikit["roc_auc_score"]],
    ["auc-half-ties", scikit["roc_auc_score"]],
  ])("%s", (name, expected) => {
    expect(means[name]).toBeCloseTo(expected, 12);
  });

  it("counts tied pairs one half as scikit-learn does", () => {
    const { roc_auc_score: expected } = golden.tied.values["scikit-learn"];
    expect(meansOf(golden.tied)["auc-half-ties"]).toBeCloseTo(expected, 12);
  });
});
