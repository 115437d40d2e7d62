/** A worker that is ready, and then works for ever on its first unit without a look at its orders. */
import { parentPort } from "node:worker_threads";

parentPort.on("message", () => {
  for (;;);
});
parentPort.postMessage({ kind: "ready" });
