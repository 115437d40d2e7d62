/** A worker thread: does one unit after another on the data that it was sent. */
import { parentPort, workerData } from "node:worker_threads";
import type { Dataset } from "../../data/dataset.js";
import { RunStore } from "../store/run-store.js";
import { plainError } from "./error-transfer.js";
import type { Answer, Order, WorkerSetup } from "./messages.js";
import { dataOf, executeUnit, type RunUnit, type UnitData } from "./run-unit.js";
import { unpackData, unpackDataset } from "./shared-data.js";

const datasets = new Map<string, Dataset>();
const data = new Map<string, UnitData>();
const stopped = new AbortController();
let isBusy = false;

function answer(message: Answer): void {
  parentPort?.postMessage(message);
}

async function work(unit: RunUnit, store: RunStore | false): Promise<void> {
  isBusy = true;
  try {
    const surroundings = { store, signal: stopped.signal };
    const { record, fromStore } = await executeUnit(unit, dataOf(data, unit.data), surroundings);
    answer({ kind: "done", record, fromStore });
  } catch (error) {
    answer({ kind: "failed", error: plainError(error) });
  }
  isBusy = false;
  if (stopped.signal.aborted) parentPort?.close();
}

function stop(): void {
  stopped.abort();
  if (!isBusy) parentPort?.close();
}

function start({ storeDirectory }: WorkerSetup): void {
  const store = storeDirectory === false ? false : new RunStore(storeDirectory);
  parentPort?.on("message", (order: Order) => {
    if (order.kind === "dataset") datasets.set(order.hash, unpackDataset(order.dataset));
    else if (order.kind === "data") {
      data.set(order.key, unpackData(order.data, dataOf(datasets, order.datasetHash)));
    } else if (order.kind === "unit") void work(order.unit, store);
    else stop();
  });
  answer({ kind: "ready" });
}

start(workerData as WorkerSetup);
