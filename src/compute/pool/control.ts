/**
 * The block of shared memory through which a pool's owner and its workers agree on a job, and the
 * loop in which both take its tasks.
 *
 * A job is open while its number stands in `open`. A worker counts itself in before it looks whether a
 * job is open, and the owner closes the job before it looks whether a worker is counted in; so the
 * owner never changes a job that a worker, however late it wakes, still reads.
 */

/** Places in the control block, an `Int32Array`. */
export const place = {
  /** Number of the latest job; workers sleep on it. */
  job: 0,
  /** Number of the job that can be joined, 0 for none. */
  open: 1,
  /** The next task that nobody has taken. */
  next: 2,
  nTasks: 3,
  /** Workers that are counted in. */
  active: 4,
  /** Which kernel: its place in the sorted names of the module's exports. */
  kernel: 5,
  nArguments: 6,
  /** 1 after a task has thrown; its text is in `message`. */
  failed: 7,
  /** Length of the text. */
  messageLength: 8,
  /** 1 when the workers shall end. */
  closed: 9,
} as const;

/** Most arguments of a kernel. */
export const maximumArguments = 32;

const integers = 16;
const messageBytes = 512;

/** What owner and workers share besides the heap. */
export interface Control {
  /** See {@link place}. */
  readonly state: Int32Array;
  /** `[maximumArguments]` arguments of the job. */
  readonly values: Float64Array;
  /** UTF-8 text of the first error. */
  readonly message: Uint8Array;
}

/** A control block in memory of its own. */
export function createControl(): Control {
  const bytes = 4 * integers + 8 * maximumArguments + messageBytes;
  return controlOf(new SharedArrayBuffer(bytes));
}

/** The control block in `buffer`, as a worker sees it. */
export function controlOf(buffer: SharedArrayBuffer): Control {
  return {
    state: new Int32Array(buffer, 0, integers),
    values: new Float64Array(buffer, 4 * integers, maximumArguments),
    message: new Uint8Array(buffer, 4 * integers + 8 * maximumArguments, messageBytes),
  };
}

/** A kernel as the module exports it. */
export type KernelFunction = (task: number, slot: number, ...values: number[]) => void;

/** Takes tasks of the open job until none is left; an error ends the job for everybody. */
export function takeTasks(control: Control, kernel: KernelFunction, slot: number): void {
  const { state } = control;
  const nTasks = state[place.nTasks];
  const values = Array.from(control.values.subarray(0, state[place.nArguments]));
  try {
    for (;;) {
      const task = Atomics.add(state, place.next, 1);
      if (task >= nTasks) return;
      kernel(task, slot, ...values);
    }
  } catch (error) {
    Atomics.store(state, place.next, nTasks);
    fail(control, String(error));
  }
}

function fail({ state, message }: Control, text: string): void {
  if (Atomics.compareExchange(state, place.failed, 0, 1) !== 0) return;
  const bytes = new TextEncoder().encode(text).subarray(0, message.length);
  message.set(bytes);
  Atomics.store(state, place.messageLength, bytes.length);
}
