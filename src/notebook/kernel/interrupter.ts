import { Session } from "node:inspector";

import { phase, type ToSession } from "./bridge.js";

/**
 * Milliseconds that the other thread has to notice an interrupt before its code is terminated. Long
 * enough that a thread that is only short of processor time is not taken for a busy one: what is
 * terminated then would be the next cell.
 */
const patience = 1500;

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
  #lastId = 0;
  #acknowledged = 0;

  constructor(phaseCell: Int32Array, tell: (message: ToSession) => void) {
    this.#phase = phaseCell;
    this.#tell = tell;
  }

  interrupt(): void {
    const id = ++this.#lastId;
    this.#tell({ kind: "interrupt", id });
    if (Atomics.load(this.#phase, 0) === phase.inScript && process.platform !== "win32") {
      process.kill(process.pid, "SIGINT");
    }
    setTimeout(() => {
      if (this.#acknowledged >= id) return;
      if (Atomics.load(this.#phase, 0) !== phase.kernelWork) terminateMainThread();
    }, patience);
  }

  /** The other thread has seen the interrupt. */
  acknowledge(id: number): void {
    this.#acknowledged = Math.max(this.#acknowledged, id);
  }
}

function terminateMainThread(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post("Runtime.terminateExecution", () => session.disconnect());
}
