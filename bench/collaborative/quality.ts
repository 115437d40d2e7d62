/** NDCG@10 of ranking models with their defaults, another size, or another library's settings. */
import { runExperiment, type Config, type TableRow } from "../../src/index.js";
import { movieLens } from "./material.js";

/** A configuration, and the value that it is to reach. */
export interface Candidate {
  readonly model: string;
  readonly config: Config;
  readonly bar?: number;
  readonly note: string;
}

/** Mean over seeds 1 to 3; each seed has a split and a fit of its own. */
export async function qualityRows(
  name: string,
  candidates: readonly Candidate[],
): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for (const { model, config, bar, note } of candidates) {
    const values: number[] = [];
    let seconds = 0;
    for (const seed of [1, 2, 3]) {
      const material = await movieLens(name, seed);
      if (material === undefined) return rows;
      const measured = { metrics: ["ndcg"], topK: [10], seed, store: false } as const;
      const { record } = await runExperiment({ ...material, model, config, ...measured });
      values.push(record.metrics["ndcg@10"].mean);
      seconds += record.seconds.fit / 3;
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.max(...values) - Math.min(...values);
    rows.push({
      data: name,
      model,
      note,
      mean,
      spread,
      ...(bar === undefined ? {} : { bar }),
      seconds,
    });
    process.stdout.write(`${name} ${model} ${note}: ${mean.toFixed(4)}\n`);
  }
  return rows;
}

/** What is measured on each data set. */
export const candidates: Readonly<Record<string, readonly Candidate[]>> = {
  "ml-100k": [
    { model: "popularity", config: {}, note: "floor" },
    { model: "item-knn", config: {}, note: "defaults" },
    { model: "rp3beta", config: {}, note: "defaults" },
    { model: "pure-svd", config: {}, note: "defaults" },
    { model: "slim", config: {}, note: "defaults" },
    { model: "ease", config: {}, bar: 0.32, note: "defaults" },
    { model: "als", config: {}, bar: 0.32, note: "defaults" },
    { model: "bpr", config: { embeddingSize: 128 }, bar: 0.27, note: "128 dimensions" },
    { model: "lightgcn", config: {}, note: "defaults" },
  ],
  "ml-1m": [
    { model: "popularity", config: {}, note: "floor" },
    { model: "item-knn", config: {}, bar: 0.265, note: "defaults" },
    { model: "rp3beta", config: {}, note: "defaults" },
    { model: "pure-svd", config: {}, note: "defaults" },
    { model: "slim", config: {}, note: "defaults" },
    { model: "ease", config: {}, bar: 0.33, note: "defaults" },
    { model: "als", config: {}, bar: 0.32, note: "defaults" },
    {
      model: "als",
      config: { preset: "implicit" },
      bar: 0.262,
      note: "preset implicit, bar +- 3 %",
    },
    { model: "bpr", config: { embeddingSize: 128 }, bar: 0.27, note: "128 dimensions" },
    {
      model: "bpr",
      config: { preset: "implicit" },
      bar: 0.178,
      note: "preset implicit, bar +- 3 %",
    },
    { model: "lightgcn", config: {}, bar: 0.29, note: "defaults" },
  ],
};
