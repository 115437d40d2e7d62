/** Keeps one worker, ends it when a request outlives its limit, and starts another. */
import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./tools.mjs";

const program = fileURLToPath(new URL("worker.mjs", import.meta.url));
const heapMb = 1500;

export class Supervisor {
  #root;
  #seed;
  #child;
  #temporary;

  constructor(root, seed) {
    this.#root = root;
    this.#seed = seed;
  }

  /**
   * The worker's answer, or `{ isTimedOut: true }` past `cpuSeconds` of work (or ten times that on the clock),
   * or `{ isCrashed: true }`.
   */
  async ask(request, cpuSeconds) {
    this.#child ??= await this.#start();
    const child = this.#child;
    const answer = await new Promise((resolve) => {
      const finish = (result) => {
        clearInterval(watch);
        child.off("message", finish);
        child.off("exit", crashed);
        resolve(result);
      };
      const crashed = () => finish({ isCrashed: true });
      const isLate = limit(child.pid, cpuSeconds);
      const watch = setInterval(() => {
        if (isLate()) finish({ isTimedOut: true });
      }, 100);
      child.on("message", finish);
      child.on("exit", crashed);
      child.send(request);
    });
    if (answer.isTimedOut || answer.isCrashed) this.close();
    return answer;
  }

  /** Ends the worker; the next request starts another. */
  close() {
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
    if (this.#temporary) rmSync(this.#temporary, { recursive: true, force: true });
    this.#temporary = undefined;
  }

  async #start() {
    this.#temporary = mkdtempSync(join(tmpdir(), "moviola-mutants-"));
    const env = { ...process.env, TMPDIR: this.#temporary, MOVIOLA_THREADS: "1", NODE_ENV: "test" };
    const compiled = join(cacheFolder(this.#root), "compiled");
    const setup = JSON.stringify({ root: this.#root, compiled, seed: this.#seed });
    const child = fork(program, [setup], {
      cwd: this.#root,
      env,
      execArgv: [`--max-old-space-size=${heapMb}`, "--no-warnings"],
      serialization: "advanced",
      stdio: ["ignore", "ignore", process.env.MOVIOLA_MUTANTS_LOG ? "inherit" : "ignore", "ipc"],
    });
    await new Promise((resolve, reject) => {
      child.once("message", resolve);
      child.once("exit", () => reject(new Error("the worker of mutants did not start")));
    });
    return child;
  }
}

/** Tells when a process has worked for `cpuSeconds` from now; the clock alone decides where `/proc` is missing. */
function limit(pid, cpuSeconds) {
  const start = performance.now();
  const before = cpuOf(pid);
  const clock = before === undefined ? cpuSeconds : 10 * cpuSeconds + 20;
  return () => {
    if (performance.now() - start > clock * 1000) return true;
    return before !== undefined && (cpuOf(pid) ?? before) - before > cpuSeconds;
  };
}

function cpuOf(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return undefined;
  }
}
