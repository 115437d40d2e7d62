import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { phase, shared, sharedMemory } from "../../../src/notebook/kernel/bridge.js";
import { Interrupter } from "../../../src/notebook/kernel/interrupter.js";

const second = 1_000_000;

/** An interrupter whose process takes `share` of a processor; the other thread never notices by itself. */
function interrupterAt(share: number): {
  interrupter: Interrupter;
  terminate: () => void;
  memory: Int32Array;
} {
  const phaseCell = sharedMemory();
  Atomics.store(phaseCell, shared.phase, phase.free);
  const terminate = vi.fn();
  const start = Date.now();
  const processorTime = (): number => ((Date.now() - start) / 1000) * second * share;
  const interrupter = new Interrupter(phaseCell, () => undefined, { processorTime, terminate });
  return { interrupter, terminate, memory: phaseCell };
}

describe("an interrupt that is not noticed", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("terminates a thread that computes", () => {
    const { interrupter, terminate } = interrupterAt(1);
    interrupter.interrupt();
    vi.advanceTimersByTime(2000);
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it("waits for a thread that is short of processor time: the next cell would be hit", () => {
    const { interrupter, terminate, memory } = interrupterAt(0.01);
    interrupter.interrupt();
    vi.advanceTimersByTime(20_000);
    expect(terminate).not.toHaveBeenCalled();
    Atomics.store(memory, shared.noticed, 1);
    vi.advanceTimersByTime(600_000);
    expect(terminate).not.toHaveBeenCalled();
  });

  it("lets the next request alone", () => {
    const { interrupter, terminate, memory } = interrupterAt(1);
    interrupter.interrupt();
    Atomics.add(memory, shared.begun, 1);
    vi.advanceTimersByTime(600_000);
    expect(terminate).not.toHaveBeenCalled();
  });

  it("terminates a slow thread that computes, and in the end one that is blocked", () => {
    const slow = interrupterAt(0.1);
    slow.interrupter.interrupt();
    vi.advanceTimersByTime(10_000);
    expect(slow.terminate).toHaveBeenCalledTimes(1);
    const blocked = interrupterAt(0);
    blocked.interrupter.interrupt();
    vi.advanceTimersByTime(120_000);
    expect(blocked.terminate).toHaveBeenCalledTimes(1);
  });
});
