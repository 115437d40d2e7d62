/**
 * Ranking metrics of a catalogue of MovieLens 1M's size: our evaluator against a plain full sort of
 * each user's row, on the same users in the same run; first checked to give the same values. Then the
 * bootstrap and the randomisation test on 20,000 units.
 *
 *   npm run bench metrics
 */
import { createRandom } from "../src/compute/index.js";
import { RankingEvaluator, rankingMetricNames } from "../src/metrics/index.js";
import { bootstrapMean, pairedRandomisationTest } from "../src/stats/index.js";
import { naiveUserMetrics } from "./reference/naive-ranking.js";

const nItems = 3706;
const nUsers = 1000;
const topK = [5, 10, 20, 50];
const shared = ["recall", "precision", "ndcg", "map"];
const random = createRandom(1, "bench/metrics");

const users = Array.from({ length: nUsers }, () => {
  const scores = Float32Array.from({ length: nItems }, () => random.uniform());
  const items = random.permutation(nItems);
  const nSeen = 20 + random.integer(200);
  const nRelevant = 1 + random.integer(40);
  return {
    scores,
    excluded: items.slice(0, nSeen).sort(),
    relevant: items.slice(nSeen, nSeen + nRelevant),
  };
});

function seconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}

function evaluate(metrics: readonly string[]): Readonly<Record<string, Float64Array>> {
  const evaluator = new RankingEvaluator({ nItems, topK, metrics });
  users.forEach((user, index) => {
    evaluator.addScores(index, user.scores, user.excluded, user.relevant);
  });
  return evaluator.finish().values;
}

function evaluateNaively(): number[][] {
  return users.map((user) => {
    const sets = { excluded: new Set(user.excluded), relevant: new Set(user.relevant) };
    return naiveUserMetrics({ scores: user.scores, ...sets }, topK);
  });
}

const names = [...topK.flatMap((k) => shared.map((name) => `${name}@${k}`)), "auc"];
const fast = evaluate([...shared, "auc"]);
evaluateNaively().forEach((values, user) => {
  names.forEach((name, index) => {
    if (Math.abs(fast[name][user] - values[index]) > 1e-12) throw new Error(`${name} differs`);
  });
});

const own = seconds(() => evaluate([...shared, "auc"]));
const naive = seconds(evaluateNaively);
const all = seconds(() => evaluate(rankingMetricNames));
const n = 20_000;
const first = Float64Array.from({ length: n }, () => random.uniform());
const second = Float64Array.from({ length: n }, () => random.uniform());
const lines = [
  `${nUsers} users x ${nItems} items, ${shared.length} metrics x ${topK.length} K and AUC`,
  `  full sort       ${naive.toFixed(3)} s`,
  `  evaluator       ${own.toFixed(3)} s   ${(naive / own).toFixed(1)} times as fast`,
  `  all ${rankingMetricNames.length} metrics  ${all.toFixed(3)} s`,
  `${n} units`,
  `  bootstrapMean, 1,000 resamples          ${seconds(() => bootstrapMean(first, { seed: 1 })).toFixed(3)} s`,
  `  pairedRandomisationTest, 10,000 rounds  ${seconds(() => pairedRandomisationTest(first, second, { seed: 1 })).toFixed(3)} s`,
];
console.log(lines.join("\n"));
