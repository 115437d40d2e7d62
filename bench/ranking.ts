/**
 * Ranking baselines on real data: quality as the mean over seeds, and speed. Positives are ratings of
 * at least 4, split per user 80 / 20 at random; training items are masked.
 */
import { performance } from "node:perf_hooks";
import {
  findDataset,
  loadDataset,
  makeSplit,
  positivesByThreshold,
  runExperiment,
  table,
  type TableRow,
} from "../src/index.js";

const seeds = [1, 2, 3, 4, 5];
// The models that learn step by step have a bench of their own.
const models = ["random", "popularity", "item-knn", "user-knn"];

async function rowsOf(name: string): Promise<TableRow[]> {
  const dataset = positivesByThreshold(await loadDataset(name), 4);
  const splits = seeds.map((seed) =>
    makeSplit(dataset, { name: "per-user-random", train: 0.8, valid: 0, test: 0.2, seed }),
  );
  const rows: TableRow[] = [];
  for (const model of models) {
    const values: number[] = [];
    const start = performance.now();
    for (const [at, split] of splits.entries()) {
      const settings = { dataset, split, model, metrics: ["ndcg"], topK: [10], seed: seeds[at] };
      const { record } = await runExperiment({ ...settings, store: false });
      values.push(record.metrics["ndcg@10"].mean);
    }
    const seconds = (performance.now() - start) / 1000 / seeds.length;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.max(...values) - Math.min(...values);
    rows.push({ data: name, model, "NDCG@10": mean, spread, seconds });
  }
  return rows;
}

for (const name of ["ml-100k", "ml-1m"]) {
  if ((await findDataset(name)) === undefined) {
    process.stdout.write(`${name} is not on this machine: nothing to measure\n`);
    continue;
  }
  const columns = [
    { key: "data" },
    { key: "model" },
    { key: "NDCG@10", digits: 4 },
    { key: "spread", title: "spread over seeds", digits: 4 },
    { key: "seconds", title: "fit and evaluation", unit: "s", digits: 2 },
  ];
  process.stdout.write(`${table(await rowsOf(name), { columns }).toText()}\n\n`);
}
