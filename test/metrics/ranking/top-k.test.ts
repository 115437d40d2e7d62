import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topKItems } from "../../../src/metrics/index.js";
import { naiveRanking } from "./naive.js";

describe("topKItems", () => {
  it("gives the first places of a full sort, ties by lower index, without excluded items", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.boolean()), { maxLength: 40 }),
        fc.integer({ min: 0, max: 45 }),
        (items, topK) => {
          const scores = items.map(([score]) => score);
          const excluded = [...items.keys()].filter((item) => items[item][1]);
          const list = topKItems(Float32Array.from(scores), Int32Array.from(excluded), topK);
          const all = naiveRanking({ scores, excluded, relevant: [], grades: [] });
          expect([...list]).toEqual(all.slice(0, topK));
        },
      ),
      { numRuns: 500 },
    );
  });
});
