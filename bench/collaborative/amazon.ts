/** The Amazon sets: time and memory on Sports, quality on Baby. */
import {
  createModel,
  recommendAll,
  runExperiment,
  type Config,
  type TableRow,
} from "../../src/index.js";
import { epochSeconds } from "./epochs.js";
import { amazon, milliseconds } from "./material.js";

const published: readonly (readonly [
  model: string,
  note: string,
  config: Config,
  value: number,
])[] = [
  [
    "bpr",
    "settings chosen on the validation part",
    { regularisation: 0.03, negativeRegularisation: 0.03 },
    0.0575,
  ],
  ["lightgcn", "defaults", {}, 0.0754],
];

/** Rows of both sets; a set that is not here is left out. */
export async function amazonRows(): Promise<TableRow[]> {
  return [...(await babyRows()), ...(await sportsRows())];
}

async function babyRows(): Promise<TableRow[]> {
  const material = await amazon("baby");
  if (material === undefined) return [];
  const rows: TableRow[] = [];
  for (const [model, note, config, value] of published) {
    const asked = {
      metrics: ["recall"],
      topK: [20],
      mask: "train" as const,
      store: false as const,
    };
    const { record } = await runExperiment({ ...material, model, config, ...asked });
    const work = `${model}, ${note}`;
    const measured = record.metrics["recall@20"].mean;
    rows.push({ data: "Baby", work, value: measured, unit: "recall@20", published: value });
  }
  return rows;
}

async function sportsRows(): Promise<TableRow[]> {
  const material = await amazon("sports");
  if (material === undefined) return [];
  const { train } = material.split;
  const epoch = await epochSeconds("lightgcn", { layers: 3, batchSize: 2048 }, train, 2);
  const model = createModel("lightgcn", { epochs: 1, batchSize: 16384, patience: 0 });
  await model.fit({ train, ratingScale: { minimum: 1, maximum: 5, step: 1 }, seed: 1 });
  const lists = await milliseconds(2, () => recommendAll({ model, seen: [train], topK: 50 }));
  const memory = (process.resourceUsage().maxRSS * 1024) / 2 ** 20;
  return [
    { work: "LightGCN, 3 layers, one epoch, batch 2048", value: epoch, unit: "s" },
    { work: "top 50 for all users", value: lists.least / 1000, unit: "s" },
    { work: "peak memory of the process (bar: < 1024)", value: memory, unit: "MiB" },
  ].map((row) => ({ data: "Sports", ...row }));
}
