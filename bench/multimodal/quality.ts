/** How good recommenders with features are beside those without, and rating networks beside biases. */
import {
  loadMmrecFolder,
  findDataset,
  makeSplit,
  rankingModels,
  runExperiment,
  loadDataset,
  type Config,
  type TableRow,
} from "../../src/index.js";
import { filmsWithFeatures } from "./material.js";

/** Models without features that every table starts with. */
const references = ["popularity", "bpr", "lightgcn", "als"];

/**
 * Settings over the defaults, chosen on the validation part of TikTok by few runs each; those that are not here
 * run with their defaults.
 */
export const tiktokSettings: Readonly<Record<string, Config>> = {
  freedom: { learningRate: 0.005 },
  bm3: { learningRate: 0.005 },
  mgcn: { learningRate: 0.01 },
  lattice: { learningRate: 0.01 },
  slmrec: { learningRate: 0.01 },
  crane: { learningRate: 0.01 },
};

function contenders(): string[] {
  const named = process.env.BENCH_MODELS?.split(",");
  const own = rankingModels.filter(({ features }) => features !== undefined).map(({ id }) => id);
  return [...references, ...own].filter((id) => named === undefined || named.includes(id));
}

/** TikTok with its given parts; training and validation items are not recommended again. */
export async function tiktokRows(): Promise<TableRow[]> {
  if ((await findDataset("tiktok")) === undefined) return missing("tiktok");
  const given = await loadMmrecFolder("tiktok");
  const rows: TableRow[] = [];
  for (const model of contenders()) {
    const config = tiktokSettings[model] ?? {};
    const measured = { metrics: ["recall", "ndcg"], topK: [20], seed: 1 } as const;
    const { record } = await runExperiment({ ...given, model, config, ...measured });
    const recall = record.metrics["recall@20"].mean;
    const ndcg = record.metrics["ndcg@20"].mean;
    const note = Object.entries(config).map(([key, value]) => `${key} ${String(value)}`);
    const row = { model, note: note.join(", ") || "defaults", recall, ndcg };
    rows.push({ ...row, seconds: record.seconds.fit });
    process.stdout.write(`tiktok ${model}: recall@20 ${recall.toFixed(4)}\n`);
  }
  return rows;
}

/** MovieLens with posters and texts: the first seed's split, 80 / 10 / 10 a user. */
export async function filmRows(name: string): Promise<TableRow[]> {
  const films = await filmsWithFeatures(name);
  if (films === undefined) return [];
  const { dataset } = films;
  const features = {
    image: films.features["mobilenet-v2"],
    text: films.features["tfidf-lsa"],
  };
  if (Object.values(features).includes(undefined as never)) return [];
  const split = makeSplit(dataset, {
    ...{ name: "per-user-random", train: 0.8, valid: 0.1, test: 0.1, seed: 1 },
  });
  const rows: TableRow[] = [];
  for (const model of contenders()) {
    const measured = { metrics: ["recall@20", "ndcg@10"], seed: 1 } as const;
    const { record } = await runExperiment({ dataset, split, model, features, ...measured });
    const ndcg = record.metrics["ndcg@10"].mean;
    const recall = record.metrics["recall@20"].mean;
    rows.push({ model, note: "defaults", recall, ndcg, seconds: record.seconds.fit });
    process.stdout.write(`${name} ${model}: NDCG@10 ${ndcg.toFixed(4)}\n`);
  }
  return rows;
}

/** Test RMSE of rating networks and of biases on ML-100K over five seeds, 90 / 5 / 5 of the ratings. */
export async function ratingRows(): Promise<TableRow[]> {
  const films = await filmsWithFeatures("ml-100k");
  if (films === undefined) return [];
  const dataset = await loadDataset("ml-100k");
  const features = { image: films.features["mobilenet-v2"], text: films.features["tfidf-lsa"] };
  const candidates: readonly { readonly model: string; readonly config: Config }[] = [
    { model: "global-mean", config: {} },
    { model: "bias", config: {} },
    { model: "item-knn-baseline", config: {} },
    { model: "aljunid", config: {} },
    { model: "siet", config: {} },
    { model: "xia", config: { preset: "faithful" } },
    { model: "xia", config: { preset: "corrected" } },
  ];
  const rows: TableRow[] = [];
  for (const { model, config } of candidates) {
    const values: number[] = [];
    for (const seed of [1, 2, 3, 4, 5]) {
      const split = makeSplit(dataset, {
        ...{ name: "random-ratings", train: 0.9, valid: 0.05, test: 0.05, seed },
      });
      const measured = { metrics: ["rmse"], seed } as const;
      const run = await runExperiment({ dataset, split, model, config, features, ...measured });
      values.push(run.record.metrics.rmse.mean);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const spread = Math.max(...values) - Math.min(...values);
    rows.push({ model, note: String(config.preset ?? "defaults"), rmse: mean, spread });
    process.stdout.write(`${model} ${String(config.preset ?? "")}: RMSE ${mean.toFixed(4)}\n`);
  }
  return rows;
}

function missing(name: string): TableRow[] {
  process.stdout.write(`${name} is not on this machine\n`);
  return [];
}
