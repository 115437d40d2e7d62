/**
 * The bars of multimodal models and of the graphs they are trained as.
 *
 * 1. speed: training steps of a transformer, two threads, against PyTorch in this run and in turns, where a
 *    Python has it (`BENCH_PYTHON` names another than `python3`). A PyTorch without a fast BLAS is no peer:
 *    Debian's `python3-torch` needs `libopenblas0-pthread` beside it.
 * 2. steps: training steps of the recommenders on TikTok (batches of 2,048), beside those of MMRec; half of
 *    them is to be reached. Minutes. `BENCH_MODELS` names fewer, here and below.
 * 3. memory: what a fit on MovieLens 1M with two modalities of 768 numbers takes at most; below 3 GiB. Minutes.
 * 4. quality: TikTok, MovieLens with posters and texts, and rating networks; runs are kept in the run store, so
 *    that a second call goes on. An hour or more.
 * 5. cold: items that are held out whole, content models against random; minutes. `BENCH_MODELS=cooper,...`
 *    names those that are wanted.
 * 6. peers: LightGCN, VBPR, FREEDOM, BM3 and MGCN on TikTok beside MMRec's of the same settings, two seeds each; within
 *    .005 of its recall@20. `BENCH_MMREC` names a checkout of https://github.com/enoche/MMRec, `BENCH_PYTHON` a Python
 *    with PyTorch, pandas, SciPy and PyYAML. Half an hour, and some two hours for MMRec’s MGCN.
 *
 * What is not on the machine is named and left out.
 *
 *   npm run bench multimodal
 *   BENCH_PARTS=speed npm run bench multimodal
 */
import { table, type Column, type TableRow } from "../src/index.js";
import { coldRows } from "./multimodal/cold.js";
import { peerRows } from "./multimodal/mmrec.js";
import { filmRows, ratingRows, tiktokRows } from "./multimodal/quality.js";
import { memoryRows, stepRows } from "./multimodal/steps.js";
import { transformerRows } from "./multimodal/transformer.js";

const parts = (process.env.BENCH_PARTS ?? "speed,steps,memory,quality,cold,peers").split(",");

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
if (parts.includes("steps")) {
  print("Training steps on TikTok, batches of 2,048", await stepRows(), [
    { key: "model" },
    { key: "milliseconds", title: "a step", unit: "ms", digits: 0 },
    { key: "bar", unit: "ms" },
    { key: "peer", title: "MMRec, as measured before", unit: "ms" },
    { key: "memory", title: "peak of the process", unit: "MiB", digits: 0 },
    { key: "estimate", title: "said before" },
  ]);
}
if (parts.includes("memory")) {
  print("Memory of a fit on MovieLens 1M, two modalities of 768 numbers", await memoryRows(), [
    { key: "model" },
    { key: "memory", title: "peak of the process", unit: "MiB", digits: 0 },
    { key: "estimate", title: "said before" },
  ]);
}
if (parts.includes("quality")) {
  const ranked: Column[] = [
    { key: "model" },
    { key: "note", title: "settings" },
    { key: "recall", title: "recall@20", digits: 4 },
    { key: "ndcg", title: "NDCG", digits: 4 },
    { key: "seconds", title: "fit", unit: "s", digits: 0 },
  ];
  print("TikTok, given parts, NDCG@20", await tiktokRows(), ranked);
  for (const name of ["ml-100k", "ml-1m"]) {
    print(`${name}, posters and texts, NDCG@10`, await filmRows(name), ranked);
  }
  print("Ratings of ml-100k, mean of five seeds", await ratingRows(), [
    { key: "model" },
    { key: "note", title: "settings" },
    { key: "rmse", title: "test RMSE", digits: 4 },
    { key: "spread", title: "spread over seeds", digits: 4 },
  ]);
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
      { key: "among", title: "NDCG@10 among new items alone", digits: 4 },
      { key: "seconds", title: "fit", unit: "s", digits: 1 },
    ]);
  }
}
if (parts.includes("peers")) {
  print("Test recall@20 on TikTok, same settings, mean of two seeds", await peerRows(), [
    { key: "model" },
    { key: "recall", title: "ours", digits: 4 },
    { key: "peerRecall", title: "MMRec", digits: 4 },
    { key: "difference", title: "ours less MMRec", digits: 4 },
    { key: "spread", title: "MMRec, seed to seed", digits: 4 },
    { key: "ndcg", title: "NDCG@20, ours", digits: 4 },
    { key: "peerNdcg", title: "NDCG@20, MMRec", digits: 4 },
  ]);
}
