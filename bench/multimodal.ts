/**
 * The bars of multimodal models and of the graphs they are trained as.
 *
 * 1. speed: training steps of a transformer, two threads, against PyTorch in this run and in turns, where a
 *    Python has it (`BENCH_PYTHON` names another than `python3`). A PyTorch without a fast BLAS is no peer:
 *    Debian's `python3-torch` needs `libopenblas0-pthread` beside it.
 * 2. cold: items that are held out whole, content models against random; minutes. `BENCH_MODELS=cooper,...`
 *    names those that are wanted.
 *
 * What is not on the machine is named and left out.
 *
 *   npm run bench multimodal
 *   BENCH_PARTS=speed npm run bench multimodal
 */
import { table, type Column, type TableRow } from "../src/index.js";
import { coldRows } from "./multimodal/cold.js";
import { transformerRows } from "./multimodal/transformer.js";

const parts = (process.env.BENCH_PARTS ?? "speed,cold").split(",");

function print(title: string, rows: readonly TableRow[], columns: readonly Column[]): void {
  process.stdout.write(`\n${title}\n${table([...rows], { columns: [...columns] }).toText()}\n`);
}

if (parts.includes("speed")) {
  print(
    "Training step of a transformer, batch x tokens x width, 2 threads",
    await transformerRows(),
    [
      { key: "work" },
      { key: "bar" },
      { key: "milliseconds", title: "ours", unit: "ms", digits: 0 },
      { key: "peer", title: "PyTorch", unit: "ms", digits: 0 },
      { key: "ratio", title: "ours to it", digits: 2 },
      { key: "version" },
    ],
  );
}
if (parts.includes("cold")) {
  for (const name of ["ml-100k", "ml-1m"]) {
    print(`New items of ${name}, ranked among all items`, await coldRows(name), [
      { key: "model" },
      { key: "note", title: "settings" },
      { key: "features" },
      { key: "ndcg", title: "NDCG@10", digits: 4 },
      { key: "recall", title: "recall@20", digits: 4 },
      { key: "spread", title: "spread over seeds", digits: 4 },
      { key: "ratio", title: "times random", digits: 1 },
      { key: "seconds", title: "fit", unit: "s", digits: 1 },
    ]);
  }
}
