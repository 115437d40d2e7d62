/**
 * The bars of collaborative models. Positives are ratings from 4 up, split 80 to 20 per user at random;
 * training items are masked. The peers' figures were measured elsewhere, on two cores;
 * the ratio is to the same work in plain TypeScript, in this run.
 *
 * 1. speed: fits by epoch, lists and evaluation on MovieLens 1M;
 * 2. ease: against NumPy, where Python has it, in this run;
 * 3. quality: NDCG@10, the mean of seeds 1 to 3, with the defaults (chosen on validation parts), with another
 *    size where the row says so, and with the presets of other libraries; minutes;
 * 4. amazon: Sports (time, memory) and Baby (recall@20 beside the published values).
 *
 * What is not on the machine is named and left out.
 *
 *   npm run bench collaborative
 *   BENCH_PARTS=speed,ease npm run bench collaborative
 */
import { table, type Column, type TableRow } from "../src/index.js";
import { amazonRows } from "./collaborative/amazon.js";
import { easeRows } from "./collaborative/ease.js";
import { movieLens } from "./collaborative/material.js";
import { candidates, qualityRows } from "./collaborative/quality.js";
import { speedRows } from "./collaborative/speed.js";

const parts = (process.env.BENCH_PARTS ?? "speed,ease,quality,amazon").split(",");

function print(title: string, rows: readonly TableRow[], columns: readonly Column[]): void {
  process.stdout.write(`\n${title}\n${table([...rows], { columns: [...columns] }).toText()}\n`);
}

const material = await movieLens("ml-1m");
if (material === undefined) process.stdout.write("ml-1m is not on this machine\n");
if (material !== undefined && parts.includes("speed")) {
  print("Speed on MovieLens 1M", await speedRows(material), [
    { key: "work" },
    { key: "peer", title: "peers, elsewhere" },
    { key: "bar" },
    { key: "two", title: "2 threads", digits: 3 },
    { key: "one", title: "1 thread", digits: 3 },
    { key: "unit" },
    { key: "ratio", title: "times the twin", digits: 1 },
  ]);
}
if (material !== undefined && parts.includes("ease")) {
  print("EASE on MovieLens 1M; bar: at most 1.5 times NumPy", await easeRows(material), [
    { key: "work" },
    { key: "seconds", unit: "s", digits: 2 },
    { key: "ratio", title: "ours to it", digits: 2 },
  ]);
}
if (parts.includes("quality")) {
  for (const name of ["ml-100k", "ml-1m"]) {
    print(`NDCG@10 on ${name}`, await qualityRows(name, candidates[name]), [
      { key: "model" },
      { key: "note", title: "settings" },
      { key: "mean", digits: 4 },
      { key: "spread", title: "spread over seeds", digits: 4 },
      { key: "bar", digits: 3 },
      { key: "seconds", title: "fit", unit: "s", digits: 1 },
    ]);
  }
}
if (parts.includes("amazon")) {
  print("Amazon, parts as labelled", await amazonRows(), [
    { key: "data" },
    { key: "work" },
    { key: "value", digits: 4 },
    { key: "unit" },
    { key: "published", digits: 4 },
  ]);
}
