import { describe, expect, test } from "vitest";
import type { UserAttributes } from "../../../../src/data/dataset.js";
import { distinctItemEncoder } from "../../../../src/models/shared/graph/distinct-items.js";
import { filledUp } from "../../../../src/models/shared/graph/fill-up.js";
import { itemGenres } from "../../../../src/models/shared/graph/item-genres.js";
import { arrayName, networkState } from "../../../../src/models/shared/graph/network-state.js";
import { titleWords } from "../../../../src/models/shared/graph/title-words.js";
import { ageGroups, zipRegions } from "../../../../src/models/shared/graph/user-categories.js";

describe("tables of attributes", () => {
  test("ages are the groups of MovieLens 1M, whose own ages stay apart", () => {
    const users = [1, 18, 25, 35, 45, 50, 56].map((age) => ({ age }));
    expect([...ageGroups(users).values]).toEqual([1, 2, 3, 4, 5, 6, 7]);
    const others: UserAttributes[] = [{ age: 17 }, {}, { age: "24" }, { age: 99 }, { age: "old" }];
    const { values, nValues } = ageGroups(others);
    // Groups are numbered in the order of those that occur.
    expect([...values]).toEqual([1, 0, 2, 3, 0]);
    expect(nValues).toBe(4);
  });

  test("ZIP codes count by their first digit", () => {
    const users: UserAttributes[] = [
      { zipCode: "94043" },
      { zipCode: "02460" },
      { zipCode: "V5A2B" },
      {},
    ];
    expect([...zipRegions(users).values]).toEqual([2, 1, 0, 0]);
    expect([...zipRegions([{ zipCode: 94043 }, { zipCode: "9" }]).values]).toEqual([1, 1]);
    expect(zipRegions([{}, {}]).nValues).toBe(0);
  });

  test("genres are marks in alphabetical columns; none is a row of zeros", () => {
    const content = [
      { title: "a", genres: ["Drama", "Comedy"] },
      { title: "b", genres: [] },
      { title: "c", genres: ["Drama", "Drama"] },
    ];
    const { names, values } = itemGenres(content, 4);
    expect(names).toEqual(["Comedy", "Drama"]);
    expect([...values]).toEqual([1, 1, 0, 0, 0, 1, 0, 0]);
  });

  test("titles are words of the catalogue's own vocabulary, cut and filled with 0", () => {
    const content = ["Rosemary\u2019s Baby", "Baby, the RAIN", "\u00c9t\u00e9 7: baby"].map(
      (title) => ({
        title,
        genres: [],
      }),
    );
    const { words, present, nWords } = titleWords(content, 4, 2);
    // 7 is cut off, so that the vocabulary has: baby, rosemary's, the, \u00e9t\u00e9.
    expect(nWords).toBe(6);
    expect([...words]).toEqual([3, 2, 2, 4, 5, 1, 0, 0]);
    expect([...present]).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
  });
});

describe("batches", () => {
  test("are filled up to a multiple of 16 with their last value", () => {
    const filled = filledUp(Int32Array.of(5, 9));
    expect([...filled]).toEqual([5, 9, ...new Array<number>(14).fill(9)]);
    const whole = new Float64Array(32);
    expect(filledUp(whole)).toBe(whole);
    expect(filledUp(new Float64Array(17))).toHaveLength(32);
  });

  test("name each distinct item once, and where each pair's is", () => {
    const encoder = distinctItemEncoder(100);
    for (const items of [Int32Array.of(70, 3, 70, 9), Int32Array.of(9)]) {
      const { feeds, sizes } = encoder.encode(items, items);
      const { distinctItems, itemPlaces } = feeds as Record<string, Int32Array>;
      expect(sizes).toEqual({ distinct: 16 });
      expect(distinctItems).toHaveLength(16);
      expect([...itemPlaces].map((place) => distinctItems[place])).toEqual([...items]);
    }
  });
});

describe("states of networks", () => {
  test("name parameters after their layers", () => {
    expect(arrayName("user/hidden-1/weight")).toBe("userHidden1Weight");
    expect(arrayName("film/title/2/filters")).toBe("filmTitle2Filters");
  });

  test("refuse two parameters of one name", () => {
    const one = new Float32Array(1);
    expect(() => networkState({ "a/b": one, "a-b": one }, {}, 1)).toThrow("aB");
  });
});
