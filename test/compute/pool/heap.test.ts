import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SharedHeap, type HeapBlock } from "../../../src/compute/pool/heap.js";

function heap(maximumPages = 64): SharedHeap {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: maximumPages, shared: true });
  return new SharedHeap(memory, maximumPages * 65536);
}

describe("the shared heap", () => {
  it("gives blocks that never overlap, and everything back", () => {
    const step = fc.oneof(
      fc.record({ bytes: fc.integer({ min: 0, max: 40_000 }) }),
      fc.record({ free: fc.nat() }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const tested = heap();
        const live: HeapBlock[] = [];
        for (const one of steps) {
          if ("bytes" in one) live.push(tested.allocate(one.bytes));
          else if (live.length > 0) tested.free(live.splice(one.free % live.length, 1)[0]);
          const sorted = [...live].sort((a, b) => a.address - b.address);
          sorted.slice(1).forEach((block, at) => {
            expect(block.address).toBeGreaterThanOrEqual(sorted[at].address + sorted[at].size);
          });
          expect(sorted.every(({ address }) => address >= 65536 && address % 64 === 0)).toBe(true);
        }
        for (const block of live) tested.free(block);
        expect(tested.used).toBe(0);
        const held = tested.size;
        if (held > 65536) {
          tested.free(tested.allocate(held - 65536));
          expect(tested.size).toBe(held);
        }
      }),
    );
  });

  it("refuses what does not fit, before anything is written", () => {
    const tested = heap(4);
    const block = tested.allocate(100_000);
    expect(() => tested.allocate(200_000)).toThrow(
      expect.objectContaining({ code: "E_COMPUTE_MEMORY" }) as Error,
    );
    tested.free(block);
    expect(tested.allocate(190_000).address).toBe(65536);
  });
});
