import { Script } from "node:vm";

import { shared } from "./bridge.js";

/** Milliseconds in which the watchdog of scripts wakes, even where processors are scarce. */
const wakingTime = 500;

/** Runs until the watchdog ends it, or for the time that it would have needed to. */
const waiting = new Script(`{ const end = Date.now() + ${wakingTime}; while (Date.now() < end); }`);

/** Whether a SIGINT that has arrived is one that the front sent; it is counted then. */
export function isOwnSignal(memory: Int32Array): boolean {
  if (Atomics.load(memory, shared.sent) === Atomics.load(memory, shared.arrived)) return false;
  Atomics.add(memory, shared.arrived, 1);
  return true;
}

/**
 * Waits for a signal that the front sent and that has not arrived. One that comes in the moment in which a script
 * ends stays with Node's watchdog of scripts, which takes it for one against the next script, however much later that
 * runs: here that script is one that nobody misses.
 */
export function absorbLateSignal(memory: Int32Array): void {
  const sent = Atomics.load(memory, shared.sent);
  if (Atomics.load(memory, shared.arrived) === sent) return;
  try {
    waiting.runInThisContext({ breakOnSigint: true });
  } catch {
    // The signal has come.
  }
  Atomics.store(memory, shared.arrived, sent);
}
