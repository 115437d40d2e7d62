import { availableParallelism } from "node:os";
import type { ResourceLimits } from "node:worker_threads";
import { MoviolaError } from "../../common/errors.js";
import type { ProgressListener } from "../../common/progress.js";
import { RunStore } from "../store/run-store.js";
import { PackedUnits } from "./packed-units.js";
import { dataOf, executeUnit, type RunUnit, type UnitData, type UnitResult } from "./run-unit.js";
import { UnitWorker, type WorkerStart } from "./unit-worker.js";
import { workerFile } from "./worker-file.js";

/** Settings of {@link runUnits}. */
export interface RunUnitsOptions {
  /** The data of the units by key. */
  readonly data: Readonly<Record<string, UnitData>>;
  /** Threads that work at once; default one a core. With 1 everything happens in the calling thread. */
  readonly workers?: number;
  /** Where runs are kept and looked up; false for nowhere. Default `new RunStore()`. */
  readonly store?: RunStore | false;
  /** Called after each unit, in the order in which they end, with the unit's place among `units`. */
  readonly onUnit?: (result: UnitResult, index: number) => void;
  /** Told of each unit that ended; with one thread also of the steps of each fit. */
  readonly onProgress?: ProgressListener;
  /** Stops all units; the promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Limits of each worker's heap, beyond which it dies; default those of this process. */
  readonly resourceLimits?: ResourceLimits;
  /** The file that workers run; default the library's own. */
  readonly workerFile?: string;
}

/** A call in progress. */
interface Work {
  readonly units: readonly RunUnit[];
  readonly options: RunUnitsOptions;
  readonly data: ReadonlyMap<string, UnitData>;
  readonly store: RunStore | false;
  /** `[units.length]`, filled as units end. */
  readonly results: (UnitResult | undefined)[];
}

/**
 * Does independent runs side by side in worker threads and returns what came of each, in the order of
 * `units` whatever the order in which they ended. Equal units give equal runs (all but `startedAt`,
 * `seconds` and `peakMemoryBytes`) whatever the number of workers. A unit that throws, or with which two workers
 * die (`E_PARALLEL_WORKER`), fails alone. Where no worker can start, the units run in this thread. No
 * worker outlives the call. Throws `E_PARALLEL_OPTION` for a number of workers that is none.
 */
export async function runUnits(
  units: readonly RunUnit[],
  options: RunUnitsOptions,
): Promise<UnitResult[]> {
  options.signal?.throwIfAborted();
  const count = Math.min(workerCount(options.workers), units.length);
  const work: Work = {
    units,
    options,
    data: new Map(Object.entries(options.data)),
    store: options.store === false ? false : (options.store ?? new RunStore()),
    results: units.map(() => undefined),
  };
  const file = options.workerFile ?? workerFile();
  if (count > 1 && file !== undefined) await inWorkers(work, file, count);
  await inThisThread(work);
  return work.results.filter((result) => result !== undefined);
}

/** `workers`, else the number of cores; throws `E_PARALLEL_OPTION`. */
export function workerCount(workers: number | undefined): number {
  const count = workers ?? availableParallelism();
  if (Number.isSafeInteger(count) && count >= 1 && count <= 1024) return count;
  throw new MoviolaError("E_PARALLEL_OPTION", "Work cannot be divided among so many workers", {
    where: "workers",
    expected: "a whole number from 1 to 1024",
    got: String(workers),
    remedy: "Leave it out for one worker a core",
  });
}

/** Does the units that have no result yet, one after another. */
async function inThisThread(work: Work): Promise<void> {
  const { options, store } = work;
  const { signal, onProgress } = options;
  const surroundings = {
    store,
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  for (const [index, unit] of work.units.entries()) {
    if (work.results[index] !== undefined) continue;
    signal?.throwIfAborted();
    try {
      const given = dataOf(work.data, unit.data);
      const { record, fromStore } = await executeUnit(unit, given, surroundings);
      finish(work, index, { unit, state: "done", record, fromStore });
    } catch (error) {
      if (signal?.aborted === true) throw error;
      const failure = error instanceof Error ? error : new Error(String(error));
      finish(work, index, { unit, state: "failed", error: failure });
    }
  }
}

/** Does units in `count` workers, each taking the next one that nobody has; leaves what no worker took. */
async function inWorkers(work: Work, file: string, count: number): Promise<void> {
  const { store, options } = work;
  const { signal, resourceLimits = {} } = options;
  const setup = { storeDirectory: store === false ? false : store.directory } as const;
  const start = { file, setup, resourceLimits };
  const packed = new PackedUnits(work.data);
  const workers = new Set<UnitWorker>();
  const pending = work.units.entries();
  let stopping = false;
  const lane = async (): Promise<void> => {
    let worker: UnitWorker | undefined;
    for (;;) {
      if (worker?.isAlive !== true) worker = await begin(start, workers);
      if (worker === undefined || stopping) return;
      const next = pending.next();
      if (next.done === true) return;
      const [index, unit] = next.value;
      let result = await worker.run(unit, packed);
      // A thread may die by no fault of its unit; without another try, chance would decide a search.
      if (result.state === "failed" && !worker.isAlive && !stopping) {
        worker = (await begin(start, workers)) ?? worker;
        if (worker.isAlive) result = await worker.run(unit, packed);
      }
      if (!stopping) finish(work, index, result);
    }
  };
  const stop = (): void => {
    stopping = true;
    for (const worker of workers) void worker.stop();
  };
  signal?.addEventListener("abort", stop, { once: true });
  try {
    await Promise.all(Array.from({ length: count }, lane));
  } finally {
    signal?.removeEventListener("abort", stop);
    const hasLost = [...workers].some(({ isAlive }) => !isAlive);
    await Promise.all([...workers].map((worker) => worker.stop()));
    if (hasLost && store !== false) await store.clean(true);
  }
  signal?.throwIfAborted();
}

/** A new worker among `workers`; undefined where none can start. */
async function begin(
  start: WorkerStart,
  workers: Set<UnitWorker>,
): Promise<UnitWorker | undefined> {
  const worker = await UnitWorker.start(start).catch(() => undefined);
  if (worker !== undefined) workers.add(worker);
  return worker;
}

function finish(work: Work, index: number, result: UnitResult): void {
  const { results, options, units } = work;
  results[index] = result;
  options.onUnit?.(result, index);
  const done = results.filter((known) => known !== undefined).length;
  options.onProgress?.({ task: "runs", done, total: units.length, unit: "runs" });
}
