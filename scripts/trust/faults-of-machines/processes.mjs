/** Processes: two at once, a clock that is set back, few file descriptors, threads and kernels that are killed. */
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const beside = (name) => fileURLToPath(new URL(name, import.meta.url));
const hour = 3600;

/** The same command twice at the same time, on the same folders. */
export const twoAtOnce = { name: "two processes at once", copies: 2 };

export const clockBack = [
  { detail: "a year back", back: 365 * 24 * hour },
  { detail: "an hour back while it runs", back: hour, after: 5 },
].map(({ detail, back, after = 0 }) => ({
  ...{ name: "clock set back", detail },
  moment: {
    preload: beside("./shift-clock.cjs"),
    environment: { TRUST_CLOCK_BACK: String(back), TRUST_CLOCK_AFTER: String(after) },
  },
}));

/** As after a kill and a clock that was then set back: what the killed one left bears times to come. */
export function clockBackAfterKill(workshop, at) {
  const [{ moment }] = clockBack;
  return {
    ...{ name: "clock set back", detail: "a year back, after a kill" },
    begin: ({ phase, place }) => workshop.run(phase, place, { at, side: "after" }),
    moment,
  };
}

/** So few file descriptors that the program still starts. */
export function fewHandles(count) {
  return {
    name: "file descriptors exhausted",
    detail: `${count} of them`,
    moment: { shell: `ulimit -n ${count}` },
  };
}

/** One worker thread ends at a change of the disk. */
export function endedWorker(workshop, at) {
  const log = join(workshop.base, "ended-thread");
  return {
    ...{ name: "worker thread killed", detail: `at its change ${at}` },
    begin: () => rmSync(log, { recursive: true, force: true }),
    moment: {
      preload: beside("./end-thread.cjs"),
      environment: { TRUST_THREAD_AT: String(at), TRUST_THREAD_LOG: log },
    },
  };
}

/** Threads of the kernels that end before they have begun. */
export const endedKernelThreads = {
  ...{ name: "worker thread killed", detail: "the kernels’, before their first task" },
  moment: {
    preload: beside("./end-thread.cjs"),
    environment: { TRUST_THREAD_FILE: join("pool", "worker.js") },
  },
};

/** The notebook's kernel is killed so many milliseconds after it has started. */
export function killedKernel(delayMs) {
  return {
    ...{ name: "kernel killed", detail: `${delayMs} ms after its start` },
    moment: { onStart: (child) => void killChildOf(child, delayMs) },
  };
}

async function killChildOf(parent, delayMs) {
  while (parent.exitCode === null && parent.signalCode === null) {
    const found = childrenOf(parent.pid);
    if (found.length > 0) {
      await wait(delayMs);
      for (const id of found) killOne(id);
      return;
    }
    await wait(20);
  }
}

function killOne(id) {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Ids of the processes whose parent it is; none where there is no /proc. */
function childrenOf(parent) {
  try {
    const tasks = readdirSync(`/proc/${parent}/task`);
    const lists = tasks.map((task) =>
      readFileSync(`/proc/${parent}/task/${task}/children`, "utf8"),
    );
    return lists
      .flatMap((list) => list.trim().split(" "))
      .filter(Boolean)
      .map(Number);
  } catch {
    return [];
  }
}
