/** A worker thread of a pool: sleeps until there is a job, takes tasks, sleeps again. */
import { workerData } from "node:worker_threads";
import { controlOf, place, takeTasks, type KernelFunction } from "./control.js";

/** What a pool gives its workers. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  /** 1 .. threads - 1; the owner's thread is 0. */
  readonly slot: number;
  /** Names of the kernels, in the order in which jobs number them. */
  readonly names: readonly string[];
}

const { module, memory, control: buffer, slot, names } = workerData as WorkerStart;
const control = controlOf(buffer);
const { state } = control;
const { exports } = new WebAssembly.Instance(module, { env: { memory } });
const kernels = names.map((name) => exports[name] as KernelFunction);

for (let seen = 0; Atomics.load(state, place.closed) === 0;) {
  Atomics.wait(state, place.job, seen);
  seen = Atomics.load(state, place.job);
  Atomics.add(state, place.active, 1);
  if (Atomics.load(state, place.open) === seen && seen !== 0) {
    takeTasks(control, kernels[state[place.kernel]], slot);
  }
  Atomics.sub(state, place.active, 1);
  Atomics.notify(state, place.active);
}
