/** Speed of fits, lists and evaluation on MovieLens 1M, beside the twins in plain TypeScript. */
import {
  configureCompute,
  createModel,
  recommendAll,
  runExperiment,
  type Config,
  type Recommender,
  type TableRow,
} from "../../src/index.js";
import { epochSeconds } from "./epochs.js";
import { milliseconds, type Material } from "./material.js";

/** One piece of work: what is to be reached, and how long it took in seconds. */
interface Work {
  readonly name: string;
  readonly peer: string;
  readonly bar: string;
  /** In what the bar is stated. */
  readonly unit: string;
  /** From seconds to that unit. */
  readonly scale: number;
  readonly seconds: (isTwin: boolean) => Promise<number>;
  /** The twin would take many minutes. */
  readonly skipsTwin?: boolean;
}

/** Rows of the table, each measured on 2 threads, on 1, and by the twins. */
export async function speedRows(material: Material): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  for (const work of worksOf(material)) {
    const measured: number[] = [];
    for (const threads of [2, 1]) {
      configureCompute({ threads, backend: "wasm" });
      measured.push(await work.seconds(false));
    }
    configureCompute({ backend: "typescript" });
    const twin = work.skipsTwin === true ? Number.NaN : await work.seconds(true);
    rows.push({
      work: work.name,
      peer: work.peer,
      bar: work.bar,
      unit: work.unit,
      two: measured[0] * work.scale,
      one: measured[1] * work.scale,
      ...(Number.isNaN(twin) ? {} : { ratio: twin / measured[0] }),
    });
    process.stdout.write(`${work.name}: ${(measured[0] * work.scale).toFixed(3)} ${work.unit}\n`);
  }
  configureCompute({ backend: "wasm" });
  return rows;
}

function worksOf({ dataset, split }: Material): Work[] {
  const { train } = split;
  const nPairs = train.interactions.nRows;
  const epoch =
    (model: string, config: Config, epochs: number) =>
    (isTwin: boolean): Promise<number> =>
      epochSeconds(model, config, train, isTwin ? 1 : epochs);
  return [
    {
      name: "BPR, 64 dimensions, one interaction",
      peer: "implicit .39, PyTorch 1.8",
      bar: "<= .25",
      unit: "µs",
      scale: 1e6 / nPairs,
      seconds: epoch("bpr", {}, 20),
    },
    ...(["cholesky", "conjugate-gradient"] as const).map((solver) => ({
      name: `ALS, 64 factors, one iteration, ${solver}`,
      peer: "implicit .17 to .19",
      bar: "<= .12",
      unit: "s",
      scale: 1,
      seconds: epoch("als", { embeddingSize: 64, solver }, 8),
    })),
    ...[2048, 16384].map((batchSize) => ({
      name: `LightGCN, 3 layers, one epoch, batch ${batchSize}`,
      peer: "MMRec 45 to 51",
      bar: batchSize === 2048 ? "<= 22" : "-",
      unit: "s",
      scale: 1,
      seconds: epoch("lightgcn", { layers: 3, batchSize }, 2),
      skipsTwin: batchSize === 2048,
    })),
    listWork({ dataset, split }),
    evaluationWork({ dataset, split }),
  ];
}

async function fittedAls({ split }: Material): Promise<Recommender> {
  const model = createModel("als", { embeddingSize: 64, epochs: 1, solver: "conjugate-gradient" });
  const ratingScale = { minimum: 1, maximum: 5, step: 1 };
  await model.fit({ train: split.train, ratingScale, seed: 1 });
  return model as Recommender;
}

function listWork(material: Material): Work {
  return {
    name: "top 20 of all items for all users, 64 factors, masked",
    peer: "implicit .52, PyTorch .15 to .2",
    bar: "<= .2",
    unit: "s",
    scale: 1,
    seconds: async (isTwin) => {
      const model = await fittedAls(material);
      const lists = (): unknown => recommendAll({ model, seen: [material.split.train], topK: 20 });
      return (await milliseconds(isTwin ? 1 : 10, lists)).least / 1000;
    },
  };
}

function evaluationWork({ dataset, split }: Material): Work {
  const metrics = ["ndcg", "recall", "precision", "hit-rate", "map", "mrr", "auc"];
  const more = [
    "ndcg-linear",
    "ndcg-exponential",
    "map-all",
    "auc-half-ties",
    "implicit-precision",
  ];
  return {
    name: "evaluation of all users, 12 metrics, 4 K, with intervals",
    peer: "MMRec 1.6",
    bar: "<= .5",
    unit: "s",
    scale: 1,
    seconds: async (isTwin) => {
      const config = { embeddingSize: 64, epochs: 1, solver: "conjugate-gradient" };
      const settings = { dataset, split, model: "als", config, topK: [5, 10, 20, 50] };
      const times: number[] = [];
      for (let repeat = 0; repeat < (isTwin ? 1 : 5); repeat++) {
        const run = await runExperiment({
          ...settings,
          metrics: [...metrics, ...more],
          store: false,
        });
        times.push(run.record.seconds.evaluate);
      }
      return Math.min(...times);
    },
  };
}
