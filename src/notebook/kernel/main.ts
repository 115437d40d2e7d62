/**
 * The program that a Jupyter client starts: `main.js <connection file>`, with `--temporary` when
 * the file's folder goes with the kernel. This thread runs cells; a worker thread holds the sockets.
 */
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";

import { readConnection } from "../protocol/connection.js";
import { installAwaitGuard } from "./await-guard.js";
import { phase, sharedMemory, type FrontSetup, type Post, type ToSession } from "./bridge.js";
import { CellExecution, publishFailure } from "./cell-execution.js";
import { CellRequire, importMoviola } from "./cell-require.js";
import { CellCompiler } from "./compiler.js";
import { installDisplay } from "./display.js";
import { Evaluator } from "./evaluator.js";
import { CellFrames } from "./frames.js";
import { redirectStandardStreams } from "./output.js";
import { isOwnSignal } from "./own-signal.js";
import { packageRoot, workingFolder } from "./package-root.js";
import { Session } from "./session.js";

const exit = process.exit.bind(process);
const phaseCell = sharedMemory();
const early: ToSession[] = [];
const front = await startFront(process.argv[2] ?? "");
const post: Post = (message) => front.postMessage(message);
process.chdir(workingFolder(process.cwd()));

const frames = new CellFrames();
const compiler = new CellCompiler();
const evaluator = new Evaluator(new CellRequire(process.cwd()), frames, phaseCell);
const execution = new CellExecution(compiler, evaluator, frames, phaseCell);
const session = new Session({
  post,
  compiler,
  execution,
  phase: phaseCell,
  version: ownVersion(),
  exit,
});

frames.install();
installAwaitGuard();
redirectStandardStreams(post, () => session.parent);
installDisplay(post, () => session.parent);
forbidExit();
process.on("SIGINT", () => {
  // The front's own signal, which came after the script that it was for: its message does the rest.
  if (!isOwnSignal(phaseCell)) execution.interrupt();
});
for (const event of ["unhandledRejection", "uncaughtException"] as const) {
  process.on(event, (error: unknown) => {
    const failure = execution.takeStray(error);
    if (failure !== undefined) publishFailure(post, failure, session.parent);
  });
}
front.off("message", keepEarly);
front.on("message", (message: ToSession) => session.receive(message));
for (const message of early) session.receive(message);
// Loading the library while the user types makes the first cell fast; a failure is met there.
importMoviola().catch(() => undefined);

/** A cell that ends the process would take the whole session along; it fails instead. */
function forbidExit(): void {
  process.exit = (code) => {
    throw new Error(`process.exit(${String(code ?? "")}) was called; a cell cannot end the kernel`);
  };
}

function keepEarly(message: ToSession): void {
  early.push(message);
}

async function startFront(connectionFile: string): Promise<Worker> {
  const connection = await readConnection(connectionFile);
  Atomics.store(phaseCell, 0, phase.kernelWork);
  const follows = process.env.JPY_PARENT_PID === String(process.ppid);
  const setup: FrontSetup = {
    connection,
    phase: phaseCell,
    parentProcess: follows ? process.ppid : undefined,
    temporaryFolder: process.argv[3] === "--temporary" ? dirname(connectionFile) : undefined,
  };
  const worker = new Worker(new URL("./front.js", import.meta.url), { workerData: setup });
  worker.on("message", keepEarly);
  worker.on("error", (error) => {
    process.stderr.write(`the kernel's front failed: ${String(error)}\n`);
    exit(1);
  });
  return worker;
}

function ownVersion(): string {
  const read = createRequire(join(packageRoot, "package.json"));
  return (read("./package.json") as { version: string }).version;
}
