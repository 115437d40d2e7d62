/** A worker that answers every unit with an empty record; the first of all that is given 10 neighbours ends while it writes. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parentPort, workerData } from "node:worker_threads";

parentPort.on("message", ({ kind, unit }) => {
  if (kind === "stop") parentPort.close();
  if (kind !== "unit") return;
  const { neighbours } = unit.config;
  if (neighbours === 10 && isFirst()) process.exit(7);
  const record = { metrics: { "ndcg@10": { mean: neighbours } } };
  parentPort.postMessage({ kind: "done", record, fromStore: false });
});
parentPort.postMessage({ kind: "ready" });

function isFirst() {
  try {
    mkdirSync(join(workerData.storeDirectory, "died"));
    mkdirSync(join(workerData.storeDirectory, `.run.tmp-${process.pid}-0123abcd`));
    return true;
  } catch {
    return false;
  }
}
