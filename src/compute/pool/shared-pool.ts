/** The pool that models use unless they are given another one: one for the whole process. */
import { availableParallelism } from "node:os";
import { MoviolaError } from "../../common/errors.js";
import { ComputePool, type Backend, type PoolOptions } from "./pool.js";
import type { Workspace } from "./workspace.js";

let current: ComputePool | undefined;

/**
 * The process's pool, made on the first call with `MOVIOLA_THREADS` threads (default: as many as the
 * machine has, 8 at most) and `MOVIOLA_KERNELS` as backend (`wasm` or `typescript`; default wasm where
 * it works). Throws `E_COMPUTE_OPTION` for a value that makes no sense.
 */
export function sharedPool(): ComputePool {
  current ??= openPool(process.env);
  return current;
}

/** Replaces the process's pool; what is left out is as {@link sharedPool} says. */
export function configureCompute(options: Partial<PoolOptions> = {}): ComputePool {
  const environment = { ...process.env };
  if (options.threads !== undefined) environment.MOVIOLA_THREADS = String(options.threads);
  if (options.backend !== undefined) environment.MOVIOLA_KERNELS = options.backend;
  const pool = openPool(environment);
  current?.close();
  current = pool;
  return pool;
}

/** Runs `action` with arrays that are given back afterwards, whatever happens. */
export async function withWorkspace<Result>(
  action: (workspace: Workspace, pool: ComputePool) => Promise<Result>,
  pool: ComputePool = sharedPool(),
): Promise<Result> {
  const workspace = pool.workspace();
  try {
    return await action(workspace, pool);
  } finally {
    workspace.release();
  }
}

function openPool(environment: NodeJS.ProcessEnv): ComputePool {
  const threads = threadsOf(environment.MOVIOLA_THREADS);
  const backend = backendOf(environment.MOVIOLA_KERNELS);
  if (backend !== undefined) return new ComputePool({ threads, backend });
  try {
    return new ComputePool({ threads, backend: "wasm" });
  } catch {
    return new ComputePool({ threads: 1, backend: "typescript" });
  }
}

function threadsOf(text: string | undefined): number {
  if (text === undefined || text === "") return Math.min(8, availableParallelism());
  const threads = Number(text);
  if (Number.isInteger(threads) && threads >= 1 && threads <= 64) return threads;
  throw optionError("MOVIOLA_THREADS", "a whole number from 1 to 64", text);
}

function backendOf(text: string | undefined): Backend | undefined {
  if (text === undefined || text === "") return undefined;
  if (text === "wasm" || text === "typescript") return text;
  throw optionError("MOVIOLA_KERNELS", "wasm or typescript", text);
}

function optionError(where: string, expected: string, got: string): MoviolaError {
  return new MoviolaError("E_COMPUTE_OPTION", "A setting of the computation makes no sense", {
    where,
    expected,
    got,
    remedy: "Leave it out for the default",
  });
}
