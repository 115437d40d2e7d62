import { Session } from "node:inspector";

import { phase, type ToSession } from "./bridge.js";

/** Milliseconds between two looks at whether the other thread has noticed an interrupt. */
const patience = 1500;

/**
 * Microseconds of processor time since an interrupt after which a thread that has not noticed it is taken for a
 * busy one. A thread that is only short of processor time is not: it needs little to notice, and what is terminated
 * after that would be the next cell.
 */
const busyTime = 750_000;

/** Looks after which a thread that takes no processor time is taken for a blocked one. */
const mostLooks = 40;

/** What an {@link Interrupter} asks of the process. */
export interface InterrupterParts {
  /** Microseconds of processor time that the process has taken so far. */
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
  #acknowledged = 0;

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
      process.kill(process.pid, "SIGINT");
    }
    this.#watch(id, this.#parts.processorTime(), 1);
  }

  /** Terminates what does not notice though it computes. */
  #watch(id: number, timeBefore: number, look: number): void {
    setTimeout(() => {
      if (this.#acknowledged >= id) return;
      const isBusy = this.#parts.processorTime() - timeBefore >= busyTime;
      if (!isBusy && look < mostLooks) this.#watch(id, timeBefore, look + 1);
      else if (Atomics.load(this.#phase, 0) !== phase.kernelWork) this.#parts.terminate();
    }, patience);
  }

  /** The other thread has seen the interrupt. */
  acknowledge(id: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, id);
  }
}

function processorTime(): number {
  const { user, system } = process.cpuUsage();
  return user + system;
}

function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}
