import type { SearchRecord, SearchTrial } from "../../src/experiment/index.js";

/** A trial with a value, or a failed one without. */
export function madeUpTrial(
  candidate: number,
  config: SearchTrial["config"],
  mean?: number,
  rung = 0,
): SearchTrial {
  if (mean === undefined)
    return { candidate, rung, config, failure: "E_MODEL_DIVERGED: It <grew>" };
  const value = { mean, low: mean - 0.01, high: mean + 0.01, n: 60 };
  return { candidate, rung, config, value, runId: "0123456789abcdef", epochs: 0, seconds: 0.5 };
}

/** A finished search over item-knn with four trials, of which the third is the best and the last failed. */
export function madeUpSearch(more: Partial<SearchRecord> = {}): SearchRecord {
  const trials = [
    madeUpTrial(0, { neighbours: 50, weighting: "cosine", shrinkage: 1 }, 0.2),
    madeUpTrial(1, { neighbours: 200, weighting: "bm25", shrinkage: 10 }, 0.25),
    madeUpTrial(2, { neighbours: 100, weighting: "cosine", shrinkage: 100 }, 0.3),
    madeUpTrial(3, { neighbours: 100, weighting: "bm25", shrinkage: 3 }),
  ];
  return {
    schema: 1,
    model: "item-knn",
    task: "ranking",
    metric: "ndcg@10",
    higherIsBetter: true,
    strategy: "random",
    budget: 4,
    seed: 1,
    fixed: {},
    space: {
      neighbours: [200, 50, 100],
      weighting: ["cosine", "bm25"],
      shrinkage: { low: 1, high: 100, scale: "log" },
    },
    dataset: { name: "camps", hash: "data", invented: false },
    split: { name: "per-user-random", settings: { train: 0.8 }, seed: 1, hash: "split" },
    protocol: { part: "valid" },
    rungs: [{ rung: 0, resource: { kind: "full", amount: 1 }, share: 1, nTrials: 4 }],
    trials,
    best: 2,
    bestConfig: trials[2].config,
    notes: [],
    seconds: 2.5,
    ...more,
  };
}

/** A search in two rungs: three candidates, two of which go on; an early value is above all later ones. */
export function madeUpHalving(): SearchRecord {
  const config = { neighbours: 50, weighting: "cosine", shrinkage: 1 };
  return madeUpSearch({
    strategy: "halving",
    rungs: [
      { rung: 0, resource: { kind: "users", amount: 0.25 }, share: 0.25, nTrials: 3 },
      { rung: 1, resource: { kind: "users", amount: 1 }, share: 1, nTrials: 2 },
    ],
    trials: [
      madeUpTrial(0, config, 0.5),
      madeUpTrial(1, { ...config, neighbours: 100 }, 0.4),
      madeUpTrial(2, { ...config, neighbours: 200 }, 0.1),
      madeUpTrial(0, config, 0.2, 1),
      madeUpTrial(1, { ...config, neighbours: 100 }, 0.3, 1),
    ],
    best: 4,
  });
}
