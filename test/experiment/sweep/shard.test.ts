import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idsOfShard } from "../../../src/experiment/sweep/shard.js";
import { parseShard } from "../../../src/experiment/index.js";
import { codeOf } from "../../cli/support/code-of.js";

const ids = fc.uniqueArray(fc.stringMatching(/^[0-9a-f]{4}$/), { maxLength: 40 });

describe("shards", () => {
  it("are disjoint, hold everything together, and are of one size but for one", () => {
    fc.assert(
      fc.property(ids, fc.integer({ min: 1, max: 9 }), (all, count) => {
        const parts = Array.from({ length: count }, (_unused, at) => [
          ...idsOfShard(all, { index: at + 1, count }),
        ]);
        expect(parts.flat().sort()).toEqual([...all].sort());
        const sizes = parts.map(({ length }) => length);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("depend on the set of ids, not on its order", () => {
    fc.assert(
      fc.property(ids, (all) => {
        const shard = { index: 1, count: 3 };
        expect(idsOfShard([...all].reverse(), shard)).toEqual(idsOfShard(all, shard));
      }),
    );
  });

  it("are read as i/n, or refused", () => {
    expect(parseShard("2/5")).toEqual({ index: 2, count: 5 });
    for (const text of ["0/2", "3/2", "1", "1/0", "-1/2", "1/2/3", "a/b", "", "1.5/2"]) {
      expect(
        codeOf(() => parseShard(text)),
        text,
      ).toBe("E_SWEEP_SHARD");
    }
    expect(codeOf(() => idsOfShard([], { index: 1.5, count: 2 }))).toBe("E_SWEEP_SHARD");
  });
});
