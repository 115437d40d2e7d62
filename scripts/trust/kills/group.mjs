/** A program in a process group of its own, which can be killed whole: parent, kernels and threads at once. */
import { spawn } from "node:child_process";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const killer = fileURLToPath(new URL("./preload.cjs", import.meta.url));

/** Longest time that a program gets before it counts as hanging, in milliseconds; a busy machine may be very slow. */
const longestMs = 15 * 60_000;

/**
 * Runs Node with `words` in `folder`. `killAtMs` kills the group after that time; `change` (`{ log, at, side }`) counts
 * changes of the disk and, with `at`, kills at one; `preload` names another file to be loaded first; `shell` is what a shell
 * does before it becomes Node, such as `ulimit -n 40`; `onStart` is told of the child. Gives code, signal, what was printed, and
 * milliseconds.
 */
export async function runGroup(words, settings) {
  const { folder, environment = {}, killAtMs, change, shell, onStart } = settings;
  const start = performance.now();
  const call = [process.execPath, ...words];
  const [command, ...rest] =
    shell === undefined ? call : ["sh", "-c", `${shell}; exec "$@"`, "sh", ...call];
  const child = spawn(command, rest, {
    cwd: folder,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...environment, ...preloads(settings), ...changeEnvironment(change) },
  });
  onStart?.(child);
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (part) => (text = (text + part).slice(-20_000)));
  }
  const closed = new Promise((resolve) => {
    child.on("error", (error) => resolve({ code: -1, signal: null, error }));
    child.on("close", (code, signal) => resolve({ code, signal }));
  });
  const stop = new AbortController();
  const limit = wait(killAtMs ?? longestMs, "time", { signal: stop.signal }).catch(() => "over");
  const first = await Promise.race([limit, closed]);
  if (first === "time") killGroup(child.pid);
  const { code, signal } = await closed;
  stop.abort();
  // A kernel whose starter was killed by another way would live on for a second.
  killGroup(child.pid);
  const isHanging = first === "time" && killAtMs === undefined;
  return { code, signal, text, isHanging, ms: performance.now() - start };
}

function killGroup(leader) {
  try {
    process.kill(-leader, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

/** Files that Node loads before the program. */
function preloads({ change, preload }) {
  const files = [
    ...(change === undefined ? [] : [killer]),
    ...(preload === undefined ? [] : [preload]),
  ];
  if (files.length === 0) return {};
  const options = files.map((file) => `--require ${JSON.stringify(file)}`);
  return { NODE_OPTIONS: [process.env.NODE_OPTIONS ?? "", ...options].join(" ").trim() };
}

function changeEnvironment(change) {
  if (change === undefined) return {};
  const { log, at, side } = change;
  return {
    TRUST_KILLS_LOG: log,
    ...(at === undefined ? {} : { TRUST_KILLS_AT: String(at), TRUST_KILLS_SIDE: side }),
  };
}
