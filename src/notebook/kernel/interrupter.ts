import { readFileSync } from "node:fs";
import { Session } from "node:inspector";

import { phase, shared, type ToSession } from "./bridge.js";

/** Milliseconds between two looks at whether the other thread has noticed an interrupt. */
const patience = 1500;

/**
 * Microseconds of processor time since an interrupt after which a thread that has not noticed it is taken for a
 * busy one. A thread that is only short of processor time is not: it needs little to notice, and what is terminated
 * after that would be the next cell.
 */
const busyTime = 750_000;

/** Linux counts a thread's time in hundredths of a second. */
const microsecondsOfTick = 10_000;

/** Looks after which a thread that takes no processor time is taken for a blocked one. */
const mostLooks = 40;

/** What an {@link Interrupter} asks of the process. */
export interface InterrupterParts {
  /** Microseconds of processor time that the thread that runs cells has taken so far. */
  readonly processorTime: () => number;
  /** Ends what the thread that runs cells is executing. */
  readonly terminate: () => void;
}

/**
 * Interrupts the thread that runs cells, from the front thread.
 *
 * A cell that waits is told by message. A cell in its first stretch of code is stopped by SIGINT,
 * which Node's script runner turns into an error. Code that blocks the event loop after an `await`
 * is terminated through the inspector. Code that blocks it from a timer's callback ends the
 * process, which a client answers with a restart.
 */
export class Interrupter {
  readonly #phase: Int32Array;
  readonly #tell: (message: ToSession) => void;
  readonly #parts: InterrupterParts;
  #lastId = 0;

  constructor(
    phaseCell: Int32Array,
    tell: (message: ToSession) => void,
    parts: InterrupterParts = { processorTime, terminate: terminateMainThread },
  ) {
    this.#phase = phaseCell;
    this.#tell = tell;
    this.#parts = parts;
  }

  interrupt(): void {
    const id = ++this.#lastId;
    this.#tell({ kind: "interrupt", id });
    if (Atomics.load(this.#phase, 0) === phase.inScript && process.platform !== "win32") {
      Atomics.add(this.#phase, shared.sent, 1);
      process.kill(process.pid, "SIGINT");
    }
    const begun = Atomics.load(this.#phase, shared.begun);
    this.#watch({ id, begun, timeBefore: this.#parts.processorTime() }, 1);
  }

  /** Terminates what does not notice though it computes, while it is what was interrupted. */
  #watch(interrupt: Interrupt, look: number): void {
    setTimeout(() => {
      const { id, begun, timeBefore } = interrupt;
      const isOver = Atomics.load(this.#phase, shared.begun) !== begun;
      if (isOver || Atomics.load(this.#phase, shared.noticed) >= id) return;
      const isBusy = this.#parts.processorTime() - timeBefore >= busyTime;
      if (!isBusy && look < mostLooks) this.#watch(interrupt, look + 1);
      else if (Atomics.load(this.#phase, 0) !== phase.kernelWork) this.#parts.terminate();
    }, patience);
  }
}

/** One interrupt as it was when it came. */
interface Interrupt {
  readonly id: number;
  /** How many requests had begun. */
  readonly begun: number;
  readonly timeBefore: number;
}

/**
 * Microseconds that the thread that runs cells has computed: threads that compute for it say nothing of whether it
 * turns its event loop. Of the whole process where the system does not tell.
 */
function processorTime(): number {
  try {
    const stat = readFileSync(`/proc/self/task/${process.pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) * microsecondsOfTick;
  } catch {
    const { user, system } = process.cpuUsage();
    return user + system;
  }
}

function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}
