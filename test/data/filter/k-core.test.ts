import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../src/common/index.js";
import { kCore, minimumCounts, type Dataset } from "../../../src/data/index.js";
import { datasetOf, rowTexts } from "../../support/dataset-of.js";
import { datasets } from "../../support/random-dataset.js";

function smallestCounts(dataset: Dataset): { users: number; items: number } {
  const { userIndex, itemIndex } = dataset.interactions;
  const least = (keys: Int32Array): number => {
    const counts = new Map<number, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return Math.min(...counts.values());
  };
  return { users: least(userIndex), items: least(itemIndex) };
}

/** Rows of the k-core by its definition: remove every row of too small users and items, again and again. */
function coreByDefinition(dataset: Dataset, users: number, items: number): string[] {
  let current = dataset;
  for (;;) {
    const before = current.nRatings;
    try {
      current = minimumCounts(current, { users, items, emptyIds: "keep" });
    } catch (error) {
      if (isMoviolaError(error, "E_FILTER_EMPTY")) return [];
      throw error;
    }
    if (current.nRatings === before) return rowTexts(current);
  }
}

function coreRows(dataset: Dataset, users: number, items: number): string[] {
  try {
    return rowTexts(kCore(dataset, { users, items }));
  } catch (error) {
    if (isMoviolaError(error, "E_FILTER_EMPTY")) return [];
    throw error;
  }
}

const minimum = fc.nat({ max: 4 });

describe("kCore", () => {
  // u2's only row keeps i2 at 2; without u2, i2 falls to 1, then u1 to 1, then i1 to 1.
  const chain = datasetOf([
    [0, 0, 5],
    [0, 1, 5],
    [1, 1, 4],
    [1, 2, 4],
    [2, 2, 3],
    [3, 0, 3],
  ]);

  it("repeats until nothing is too small: a chain falls as a whole", () => {
    expect(() => kCore(chain, { users: 2, items: 2 })).toThrow(/E_FILTER_EMPTY/);
    expect(minimumCounts(chain, { users: 2, items: 2 }).nRatings).toBe(4);
  });

  it("keeps a core and drops what hangs on it, ids and content with it", () => {
    const dataset = datasetOf([
      [3, 3, 1],
      [1, 1, 2],
      [1, 2, 3],
      [2, 1, 4],
      [2, 2, 5],
      [0, 1, 1],
    ]);
    const core = kCore(dataset, { users: 2, items: 2 });
    expect(rowTexts(core)).toEqual(["u1 i1 2", "u1 i2 3", "u2 i1 4", "u2 i2 5"]);
    expect(core.users.ids).toEqual(["u1", "u2"]);
    expect(core.items.ids).toEqual(["i1", "i2"]);
    expect(core.itemContent.map(({ title }) => title)).toEqual(["Film 1", "Film 2"]);
    expect(core.userAttributes).toEqual([{ number: 1 }, { number: 2 }]);
    const kept = kCore(dataset, { users: 2, items: 2, emptyIds: "keep" });
    expect(rowTexts(kept)).toEqual(rowTexts(core));
    expect(kept.items.ids).toBe(dataset.items.ids);
  });

  it("is the definition's core, for any data", () => {
    fc.assert(
      fc.property(datasets(), minimum, minimum, (dataset, users, items) => {
        expect(coreRows(dataset, users, items)).toEqual(coreByDefinition(dataset, users, items));
      }),
    );
  });

  it("holds what it promises and is its own core", () => {
    fc.assert(
      fc.property(datasets({ minRows: 20 }), minimum, minimum, (dataset, users, items) => {
        if (coreRows(dataset, users, items).length === 0) return;
        const core = kCore(dataset, { users, items });
        const least = smallestCounts(core);
        expect(least.users).toBeGreaterThanOrEqual(users);
        expect(least.items).toBeGreaterThanOrEqual(items);
        expect(rowTexts(kCore(core, { users, items }))).toEqual(rowTexts(core));
      }),
    );
  });
});

describe("minimumCounts", () => {
  it("counts once, on the data given", () => {
    const dataset = datasetOf([
      [0, 0, 1],
      [0, 1, 1],
      [1, 0, 1],
    ]);
    const filtered = minimumCounts(dataset, { items: 2 });
    expect(rowTexts(filtered)).toEqual(["u0 i0 1", "u1 i0 1"]);
    expect(filtered.items.ids).toEqual(["i0"]);
    const both = minimumCounts(dataset, { users: 2, items: 2, emptyIds: "keep" });
    expect(rowTexts(both)).toEqual(["u0 i0 1"]);
    expect([both.nUsers, both.nItems]).toEqual([2, 2]);
  });

  it("leaves its input as it was", () => {
    const dataset = datasetOf([
      [0, 0, 1],
      [0, 1, 1],
      [1, 0, 1],
    ]);
    const hash = dataset.contentHash;
    minimumCounts(dataset, { users: 2 });
    kCore(dataset, { users: 1 });
    expect(dataset.with({}).contentHash).toBe(hash);
  });
});

describe("refusals", () => {
  const dataset = datasetOf([[0, 0, 1]]);

  it.each([-1, 0.5, Number.NaN, Infinity])("a minimum of %s: E_FILTER_OPTION", (users) => {
    expect(() => kCore(dataset, { users })).toThrow(/E_FILTER_OPTION/);
    expect(() => minimumCounts(dataset, { items: users })).toThrow(/E_FILTER_OPTION/);
  });

  it("another emptyIds: E_FILTER_OPTION", () => {
    const emptyIds = "remove" as "keep";
    expect(() => kCore(dataset, { emptyIds })).toThrow(/E_FILTER_OPTION[^]*"keep" or "compact"/);
  });
});
