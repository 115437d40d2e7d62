import { dirname, resolve } from "node:path";

import type { ProgressListener } from "../../common/index.js";
import type { Notebook } from "../file/notebook.js";
import type { Execution } from "./execute.js";
import { runAborted, timeExceeded } from "./failures.js";
import { KernelClient } from "./kernel-client.js";

/** Milliseconds that a timer of Node can hold. */
const longestTimer = 2 ** 31 - 1;

/** What bounds a run. */
export interface Limits {
  /** Seconds. */
  readonly timeLimit: number;
  readonly environment: Readonly<Record<string, string>>;
  readonly onProgress: ProgressListener;
  readonly signal: AbortSignal | undefined;
}

/**
 * Starts a kernel, runs the cells and ends the kernel, whatever happens. Rejects when time is up
 * (`E_NOTEBOOK_TIME`), the caller aborts (`E_NOTEBOOK_ABORTED`) or the kernel dies.
 */
export async function runCells(
  path: string,
  notebook: Notebook,
  execution: Execution,
  limits: Limits,
): Promise<void> {
  if (limits.signal?.aborted === true) throw runAborted(path);
  const ending = new Ending(limits.signal, limits.timeLimit);
  const folder = dirname(resolve(path));
  const starting = KernelClient.start({ folder, environment: limits.environment });
  try {
    const client = await Promise.race([starting, ending.reached]);
    await Promise.race([execution.run(client, limits.onProgress), ending.reached]);
    await client.shutdown();
  } catch (error) {
    await stop(starting);
    if (ending.reason === "aborted") throw runAborted(path);
    if (ending.reason === "time") {
      throw timeExceeded(notebook, path, limits.timeLimit, execution.current);
    }
    throw error;
  } finally {
    ending.close();
  }
}

async function stop(starting: Promise<KernelClient>): Promise<void> {
  const client = await starting.catch(() => undefined);
  if (client === undefined) return;
  await client.kernel.kill();
  client.close();
}

/** Rejects when the caller aborts or time is up, whichever comes first. */
class Ending {
  reason: "aborted" | "time" | undefined;
  readonly reached: Promise<never>;
  readonly #signal: AbortSignal | undefined;
  #close: () => void = () => undefined;

  constructor(signal: AbortSignal | undefined, seconds: number) {
    this.#signal = signal;
    this.reached = new Promise((_, reject) => {
      const end = (reason: "aborted" | "time"): void => {
        this.reason ??= reason;
        reject(new Error(reason));
      };
      const onAbort = (): void => end("aborted");
      const timer = setTimeout(() => end("time"), Math.min(seconds * 1000, longestTimer));
      this.#signal?.addEventListener("abort", onAbort, { once: true });
      this.#close = () => {
        clearTimeout(timer);
        this.#signal?.removeEventListener("abort", onAbort);
      };
    });
    this.reached.catch(() => undefined);
  }

  close(): void {
    this.#close();
  }
}
