/** Starts the process that runs cases, watches it, starts it again when a case ends it, and counts. */
import { fork } from "node:child_process";
import { mkdtempSync, rmSync, existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodedFiles, filesUnder } from "./seed-files.mjs";

const workerPath = new URL("./worker.mjs", import.meta.url);
/** A process that grew beyond this is replaced, so that the next case is measured from below. */
const replaceAbove = 1200 * 2 ** 20;
/** How long a case may keep the process busy before it is ended; its own limit is checked by itself. */
const patience = 60_000;

/** How the worker ends when it is itself at fault. */
export const harnessFault = 70;

/** What is known of one reader's cases so far. */
function emptyTally() {
  return { cases: 0, data: 0, refused: {}, faults: 0, slowestMs: 0, peakMiB: 0, blocks: 0 };
}

/**
 * Runs `jobs`: `{ name, seed, from, to }` for a range of cases of a target, or `{ name, replay }`. Calls
 * `onFault` with target, seed, steps, what was wrong and the files, `onRound` after each job. Counts into `tallies`, by target.
 */
export async function supervise(jobs, tallies, { isGuided = false, onFault, onRound } = {}) {
  const root = mkdtempSync(
    join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "moviola-hostile-"),
  );
  let worker;
  try {
    for (const job of jobs) {
      tallies[job.name] ??= emptyTally();
      let rest = job;
      while (rest !== undefined) {
        worker ??= await startWorker(root, isGuided);
        const ended = await runJob(worker, rest, tallies[job.name], { root, onFault });
        rest = ended.next;
        if (ended.isAlive && ended.peak < replaceAbove) continue;
        await stopWorker(worker);
        worker = undefined;
      }
      onRound?.();
    }
  } finally {
    if (worker !== undefined) await stopWorker(worker);
    rmSync(root, { recursive: true, force: true });
  }
}

function startWorker(root, isGuided) {
  const env = { ...process.env, HOSTILE_ROOT: root, HOSTILE_GUIDED: isGuided ? "1" : "0" };
  rmSync(root, { recursive: true, force: true });
  const worker = fork(workerPath, [], {
    env,
    execArgv: ["--max-old-space-size=1024", "--no-warnings"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  worker.lastWords = "";
  worker.stderr.on(
    "data",
    (data) => (worker.lastWords = `${worker.lastWords}${data}`.slice(-2000)),
  );
  return new Promise((resolve, reject) => {
    worker.once("message", () => resolve(worker));
    worker.once("exit", (code) =>
      reject(new Error(`the worker ended with ${code}: ${worker.lastWords}`)),
    );
  });
}

function stopWorker(worker) {
  return new Promise((resolve) => {
    if (worker.exitCode !== null || worker.signalCode !== null) return resolve();
    worker.removeAllListeners("exit");
    worker.once("exit", resolve);
    worker.kill("SIGKILL");
  });
}

/** Runs one job until it is done or the worker has to be replaced; `next` is what is left of it. */
function runJob(worker, job, tally, { root, onFault }) {
  return new Promise((resolve, reject) => {
    let current;
    let index = job.from ?? 0;
    let peak = 0;
    let timer;
    const fault = (what, files) => {
      tally.faults++;
      onFault?.({ ...current, what, files });
    };
    /** A case that ended the process, or did not end: its files are still where it read them. */
    const lastFault = async (what) => {
      tally.cases++;
      if (worker.exitCode === null) await stopWorker(worker);
      fault(what, encodedFiles(await filesUnder(join(root, "a", "b", "c", "in"))));
      finish({ isAlive: false, peak, next: leave() });
    };
    const finish = (result) => {
      clearTimeout(timer);
      worker.removeAllListeners("message");
      worker.removeAllListeners("exit");
      resolve(result);
    };
    const leave = () =>
      job.replay === undefined && index + 1 < job.to ? { ...job, from: index + 1 } : undefined;
    worker.on("message", (message) => {
      if (message.begin !== undefined) {
        current = message.begin;
        index = message.index;
        clearTimeout(timer);
        timer = setTimeout(() => void lastFault(`no end after ${patience} ms`), patience);
      } else if (message.end !== undefined) {
        peak = Math.max(peak, message.end.peak);
        count(tally, message);
        if (message.end.kind === "fault") fault(message.end.fault, message.files);
      } else if (message.done !== undefined) finish({ isAlive: true, peak });
    });
    worker.on("exit", (code, signal) => {
      if (code === harnessFault) return reject(new Error(worker.lastWords));
      void lastFault(`the process ended: ${signal ?? code} ${worker.lastWords.slice(-300)}`);
    });
    worker.send(job);
  });
}

function count(tally, { end, blocks }) {
  tally.cases++;
  if (end.kind === "data") tally.data++;
  if (end.kind === "refused") tally.refused[end.code] = (tally.refused[end.code] ?? 0) + 1;
  tally.slowestMs = Math.max(tally.slowestMs, Math.round(end.milliseconds));
  tally.peakMiB = Math.max(tally.peakMiB, Math.round(end.peak / 2 ** 20));
  if (blocks !== undefined) tally.blocks = blocks;
}
