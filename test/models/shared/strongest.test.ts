import fc from "fast-check";
import { expect, test } from "vitest";
import { Strongest } from "../../../src/models/shared/strongest.js";

test("keeps what sorting would put first, equal weights by lower key, in any order of arrival", () => {
  const weights = fc.array(fc.integer({ min: 0, max: 6 }), { maxLength: 40 });
  fc.assert(
    fc.property(weights, fc.integer({ min: 1, max: 12 }), fc.nat(), (drawn, capacity, turn) => {
      const strongest = new Strongest(capacity);
      strongest.offer(99, 99);
      strongest.clear();
      const keys = drawn.map((_weight, key) => (key * 7 + turn) % 41);
      const order = keys.filter((key, at) => key < drawn.length && keys.indexOf(key) === at);
      for (const key of order) strongest.offer(key, drawn[key]);
      const expected = order
        .sort((a, b) => drawn[b] - drawn[a] || a - b)
        .slice(0, capacity)
        .sort((a, b) => a - b);
      const kept = [...strongest.keys.subarray(0, strongest.size)].sort((a, b) => a - b);
      expect(kept).toEqual(expected);
    }),
  );
});
