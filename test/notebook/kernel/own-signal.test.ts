import { Script } from "node:vm";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { shared, sharedMemory } from "../../../src/notebook/kernel/bridge.js";
import { absorbLateSignal, isOwnSignal } from "../../../src/notebook/kernel/own-signal.js";

/** Memory in which the front has sent and the other thread has met so many signals. */
function memoryWith(sent: number, arrived: number): Int32Array {
  const memory = sharedMemory();
  memory[shared.sent] = sent;
  memory[shared.arrived] = arrived;
  return memory;
}

describe("isOwnSignal", () => {
  it("counts a signal of the front, and none of a user", () => {
    const memory = memoryWith(2, 0);
    expect([1, 2, 3].map(() => isOwnSignal(memory))).toEqual([true, true, false]);
    expect(memory[shared.arrived]).toBe(2);
  });
});

describe.skipIf(process.platform === "win32")("absorbLateSignal", () => {
  const nothing = vi.fn();
  beforeEach(() => void process.on("SIGINT", nothing));
  afterEach(() => void process.off("SIGINT", nothing));

  const options = { breakOnSigint: true };
  /** A script in the last moment of which a signal comes, as one of the front can. */
  const late = new Script(`process.kill(process.pid, "SIGINT");`);
  const long = new Script("{ const end = Date.now() + 100; while (Date.now() < end); }");

  it("leaves a script alone that runs after one in whose end a signal came", () => {
    (globalThis as { process?: unknown }).process ??= process;
    let nLate = 0;
    // On a quick machine a signal may be noticed before the script has ended.
    for (let round = 0; round < 10 || (nLate === 0 && round < 200); round++) {
      const memory = memoryWith(1, 0);
      try {
        late.runInThisContext(options);
        nLate++;
      } catch {
        isOwnSignal(memory);
      }
      absorbLateSignal(memory);
      expect(() => long.runInThisContext(options) as unknown).not.toThrow();
      expect(memory[shared.arrived]).toBe(1);
    }
    // Were there none, the test would show nothing.
    expect(nLate).toBeGreaterThan(0);
  });

  it("takes no time where every signal has arrived", () => {
    const memory = memoryWith(3, 3);
    const run = vi.spyOn(Script.prototype, "runInThisContext");
    absorbLateSignal(memory);
    expect(run).not.toHaveBeenCalled();
    run.mockRestore();
  });
});
