/**
 * A worker that answers every unit with an empty record, but dies at 10 neighbours (ends), 40 (throws) and
 * 30 (runs out of memory).
 */
import { parentPort } from "node:worker_threads";

parentPort.on("message", ({ kind, unit }) => {
  if (kind === "stop") parentPort.close();
  if (kind !== "unit") return;
  const { neighbours } = unit.config;
  if (neighbours === 10) process.exit(7);
  if (neighbours === 40) throw new Error("thrown out of turn");
  if (neighbours === 30) {
    const held = [];
    for (;;) held.push(new Array(1e6).fill(held.length));
  }
  const record = { metrics: { "ndcg@10": { mean: neighbours } } };
  parentPort.postMessage({ kind: "done", record, fromStore: false });
});
parentPort.postMessage({ kind: "ready" });
