/** The soaked process as a child: mixed work, a sample a cycle, over a channel of messages. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("worker.mjs", import.meta.url));

/**
 * Soaks a process until `isOver()`; calls `onSample(cycle, sample, done)` after each cycle. Rejects when it ends with
 * an error or does not end by itself when its work is over.
 */
export function soakProcess({ root, folder, seed, notebook, environment, isOver, onSample }) {
  const env = { ...process.env, ...environment };
  const child = fork(worker, [root, folder, String(seed), notebook], {
    env,
    cwd: root,
    execArgv: [],
  });
  let isAsked = false;
  let patience;
  return new Promise((resolve, reject) => {
    child.on("message", ({ cycle, sample, done }) => {
      if (isAsked) return;
      onSample(cycle, sample, done);
      if (!isOver()) return;
      isAsked = true;
      child.send("stop");
    });
    child.on("disconnect", () => {
      // Everything is done: what keeps the process alive now is a leaked handle.
      patience = setTimeout(() => child.kill("SIGKILL"), 60_000);
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      clearTimeout(patience);
      if (code === 0) resolve();
      else reject(new Error(`the soaked process ended with ${signal ?? `exit code ${code}`}`));
    });
  });
}
