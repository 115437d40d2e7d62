import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { IdMap, IdMapBuilder } from "../../src/data/index.js";

describe("IdMap", () => {
  it("maps both ways", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string()), (ids) => {
        const map = new IdMap(ids);
        expect(map.size).toBe(ids.length);
        ids.forEach((id, index) => {
          expect(map.indexOf(id)).toBe(index);
          expect(map.idOf(index)).toBe(id);
        });
      }),
    );
  });

  it("knows what it does not hold, also names of objects' members", () => {
    const map = new IdMap(["1", "01"]);
    expect(map.indexOf("1")).toBe(0);
    for (const id of ["", "2", "constructor", "__proto__"]) expect(map.indexOf(id)).toBe(-1);
    expect(new IdMap(["__proto__", "constructor"]).indexOf("__proto__")).toBe(0);
  });

  it("refuses an id that stands twice: E_ID_DUPLICATE", () => {
    expect(() => new IdMap(["a", "b", "a"])).toThrow(/E_ID_DUPLICATE[^]*positions 0 and 2/);
  });

  it.each([-1, 2, 0.5, Number.NaN])("refuses position %s: E_ID_RANGE", (index) => {
    expect(() => new IdMap(["a", "b"]).idOf(index)).toThrow(/E_ID_RANGE/);
  });
});

describe("IdMapBuilder", () => {
  it("numbers ids in order of first sight", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("a", "b", "c", "d", "__proto__")), (ids) => {
        const builder = new IdMapBuilder();
        const positions = ids.map((id) => builder.add(id));
        const map = builder.build();
        expect(map.ids).toEqual([...new Set(ids)]);
        expect(positions.map((position) => map.idOf(position))).toEqual(ids);
      }),
    );
  });
});
