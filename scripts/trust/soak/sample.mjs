/** What a process holds after a forced garbage collection; the same for the soaked process and the kernel. */
import { channel } from "node:diagnostics_channel";
import { readdirSync, readFileSync } from "node:fs";
import { Session } from "node:inspector/promises";
import { createRequire } from "node:module";

const counts = { workers: 0, sessions: 0 };

channel("worker_threads").subscribe(({ worker }) => {
  counts.workers++;
  worker.once("exit", () => counts.workers--);
});

/**
 * Counts the live ONNX sessions: those that were made and neither released nor collected as garbage, with which
 * the runtime frees them. `near` is a file of the package that loads them.
 */
export function countSessions(near) {
  const { InferenceSession } = createRequire(near)("onnxruntime-node");
  const create = InferenceSession.create.bind(InferenceSession);
  const release = InferenceSession.prototype.release;
  const collected = new FinalizationRegistry(() => counts.sessions--);
  InferenceSession.create = async (...given) => {
    const session = await create(...given);
    counts.sessions++;
    collected.register(session, undefined, session);
    return session;
  };
  InferenceSession.prototype.release = function (...given) {
    if (collected.unregister(this)) counts.sessions--;
    return release.apply(this, given);
  };
}

/**
 * Collects all that can be let go, as the engine itself does when memory runs short: the plain collection of `gc()`
 * keeps compiled code that nothing will run again, which for a kernel is every cell.
 */
async function collect() {
  const session = new Session();
  session.connect();
  await session.post("HeapProfiler.collectGarbage");
  session.disconnect();
}

/** Bytes and counts of this process. Garbage is collected first, with turns between for what finalisers free. */
export async function takeSample() {
  for (let turn = 0; turn < 4; turn++) {
    await collect();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  const { rss, heapUsed, heapTotal, external, arrayBuffers } = process.memoryUsage();
  return {
    ...{ rss, heapUsed, heapTotal, external, arrayBuffers },
    workers: counts.workers,
    sessions: counts.sessions,
    threads: Number(/^Threads:\s+(\d+)/m.exec(readFileSync("/proc/self/status", "utf8"))?.[1]),
    fileDescriptors: readdirSync("/proc/self/fd").length,
    handles: process._getActiveHandles().length,
    requests: process._getActiveRequests().length,
  };
}
