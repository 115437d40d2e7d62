import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { MoviolaError } from "../../common/errors.js";
import { packageRoot } from "../../common/folders.js";
import { createControl, maximumArguments, place, takeTasks } from "./control.js";
import type { Control, KernelFunction } from "./control.js";
import { SharedHeap } from "./heap.js";
import type { Kernel, KernelArgument } from "./kernel.js";
import type { WorkerStart } from "./worker.js";
import { Workspace } from "./workspace.js";

/** Who does the arithmetic: compiled kernels, or their twins in TypeScript. */
export type Backend = "wasm" | "typescript";

/** How a pool is made. */
export interface PoolOptions {
  /** Threads, the caller's own among them; 1 to 64. */
  readonly threads: number;
  readonly backend: Backend;
}

const maximumPages = 65536;

/**
 * Runs kernels on the caller's thread and on worker threads. `run` is synchronous: it returns when all
 * tasks are done. Workers join as soon as they have started; since no result depends on who does a
 * task, nobody waits for them. They keep no process alive and end with `close`, with the process, or
 * when the pool is collected.
 */
export class ComputePool {
  readonly backend: Backend;
  readonly threads: number;
  readonly #control: Control | undefined;
  readonly #heap: SharedHeap | undefined;
  readonly #exports: Readonly<Record<string, KernelFunction>>;
  readonly #names: readonly string[];

  /** Throws `E_COMPUTE_KERNELS` when the compiled kernels are missing or cannot be used here. */
  constructor({ threads, backend }: PoolOptions) {
    this.backend = backend;
    this.threads = backend === "wasm" ? threads : 1;
    this.#exports = {};
    this.#names = [];
    if (backend === "typescript") return;
    const { module, memory, instance } = openKernels();
    this.#heap = new SharedHeap(memory, maximumPages * 65536);
    this.#exports = instance.exports as Record<string, KernelFunction>;
    this.#names = Object.keys(this.#exports).sort();
    this.#control = createControl();
    forgotten.register(this, this.#control, this);
    for (let slot = 1; slot < threads; slot++) {
      startWorker({
        module,
        memory,
        control: this.#control.state.buffer as SharedArrayBuffer,
        slot,
        names: this.#names,
      });
    }
  }

  /** Bytes of shared memory in use and held; 0 for the backend `typescript`. */
  get memory(): { readonly used: number; readonly held: number } {
    return { used: this.#heap?.used ?? 0, held: this.#heap?.size ?? 0 };
  }

  /** Arrays for kernels; the caller must `release` it. {@link withWorkspace} does so by itself. */
  workspace(): Workspace {
    if (this.#control !== undefined) settle(this.#control);
    return new Workspace(this.#heap, this.threads);
  }

  /**
   * Does the tasks `0 .. nTasks - 1` of `kernel`; arrays must be from a workspace of this pool. Throws
   * `E_COMPUTE_KERNEL` when a task fails; the pool stays usable.
   */
  run<Arguments extends readonly KernelArgument[]>(
    kernel: Kernel<Arguments>,
    nTasks: number,
    ...values: Arguments
  ): void {
    if (nTasks <= 0) return;
    if (this.#control === undefined) {
      for (let task = 0; task < nTasks; task++) kernel.twin(task, 0, ...values);
      return;
    }
    const run = this.#exports[kernel.name];
    if (run === undefined) throw kernelError(kernel.name, "no kernel of this name");
    settle(this.#control);
    describeJob(this.#control, this.#names.indexOf(kernel.name), nTasks, values);
    openJob(this.#control, nTasks);
    takeTasks(this.#control, run, 0);
    settle(this.#control);
    const failure = takeFailure(this.#control);
    if (failure !== undefined) throw kernelError(kernel.name, failure);
  }

  /** Ends the workers. `run` still works, on the caller's thread alone. */
  close(): void {
    if (this.#control === undefined) return;
    forgotten.unregister(this);
    endWorkers(this.#control);
  }
}

// A pool that nobody holds any more must not leave threads behind.
const forgotten = new FinalizationRegistry<Control>(endWorkers);

function endWorkers({ state }: Control): void {
  Atomics.store(state, place.closed, 1);
  Atomics.add(state, place.job, 1);
  Atomics.notify(state, place.job);
}

function openKernels(): {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  instance: WebAssembly.Instance;
} {
  const path = join(packageRoot(), "dist", "compute", "kernels.wasm");
  try {
    const module = new WebAssembly.Module(readFileSync(path));
    const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true });
    return { module, memory, instance: new WebAssembly.Instance(module, { env: { memory } }) };
  } catch (cause) {
    const got = existsSync(path) ? `an error: ${String(cause)}` : "no such file";
    throw new MoviolaError("E_COMPUTE_KERNELS", "The compiled kernels cannot be used", {
      where: path,
      expected: "the WebAssembly kernels, on a machine with SIMD and shared memory",
      got,
      remedy: "`npm run build` in a clone; or MOVIOLA_KERNELS=typescript, which is slower",
      cause,
    });
  }
}

function startWorker(start: WorkerStart): void {
  const path = join(packageRoot(), "dist", "compute", "pool", "worker.js");
  const worker = new Worker(path, { workerData: start, execArgv: [], name: "moviola-kernels" });
  // A worker that cannot start is a thread less; the caller's thread does its tasks.
  worker.on("error", () => undefined);
  worker.unref();
}

function describeJob(
  { state, values: slots }: Control,
  kernel: number,
  nTasks: number,
  values: readonly KernelArgument[],
): void {
  if (values.length > maximumArguments) throw new RangeError("too many arguments of a kernel");
  values.forEach((value, at) => (slots[at] = typeof value === "number" ? value : value.byteOffset));
  state[place.kernel] = kernel;
  state[place.nTasks] = nTasks;
  state[place.nArguments] = values.length;
  state[place.failed] = 0;
}

function openJob({ state }: Control, nTasks: number): void {
  Atomics.store(state, place.next, 0);
  // Wraps around after 2^31 jobs, and 0 means that none is open.
  const job = (Atomics.load(state, place.job) + 1) & 0x7fffffff || 1;
  Atomics.store(state, place.open, job);
  Atomics.store(state, place.job, job);
  if (nTasks > 1) Atomics.notify(state, place.job);
}

/**
 * Closes the open job, if any, and waits for the workers that are in it. A job whose owner was
 * interrupted loses the tasks that nobody has begun.
 */
function settle({ state }: Control): void {
  Atomics.store(state, place.open, 0);
  Atomics.store(state, place.next, state[place.nTasks]);
  for (;;) {
    const active = Atomics.load(state, place.active);
    if (active === 0) return;
    Atomics.wait(state, place.active, active);
  }
}

function takeFailure({ state, message }: Control): string | undefined {
  if (Atomics.exchange(state, place.failed, 0) === 0) return undefined;
  return new TextDecoder().decode(message.slice(0, state[place.messageLength]));
}

function kernelError(name: string, got: string): MoviolaError {
  return new MoviolaError("E_COMPUTE_KERNEL", "A computation in compiled code has failed", {
    where: `kernel ${name}`,
    expected: "all tasks done",
    got,
    remedy: "MOVIOLA_KERNELS=typescript runs the readable twin, which may say more",
  });
}
