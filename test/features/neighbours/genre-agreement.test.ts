import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/random.js";
import { genreAgreement } from "../../../src/features/neighbours/genre-agreement.js";
import { genreJaccard, genreSets } from "../../../src/features/neighbours/genre-sets.js";

const content = (...lists: string[][]): { genres: string[] }[] =>
  lists.map((genres) => ({ genres }));

describe("genreJaccard", () => {
  it("is shared by all, also of more than 32 genres", () => {
    const many = Array.from({ length: 70 }, (_unused, at) => `g${at}`);
    const sets = genreSets(content(["a", "b"], ["b", "c"], [], many, ["g3", "g40", "g69"]));
    expect(genreJaccard(sets, 0, 1)).toBeCloseTo(1 / 3, 12);
    expect(genreJaccard(sets, 0, 0)).toBe(1);
    expect(genreJaccard(sets, 0, 2)).toBe(0);
    expect(genreJaccard(sets, 2, 2)).toBe(0);
    expect(genreJaccard(sets, 3, 4)).toBeCloseTo(3 / 70, 12);
  });

  it("agrees with sets of any genres", () => {
    const lists = fc.array(fc.subarray(Array.from({ length: 40 }, (_unused, at) => `g${at}`)), {
      minLength: 2,
      maxLength: 5,
    });
    fc.assert(
      fc.property(lists, (given) => {
        const [one, other] = given.map((list) => new Set(list));
        const shared = [...one].filter((genre) => other.has(genre)).length;
        const all = new Set([...one, ...other]).size;
        const expected = all === 0 ? 0 : shared / all;
        expect(genreJaccard(genreSets(content(...given)), 0, 1)).toBeCloseTo(expected, 12);
      }),
    );
  });
});

describe("genreAgreement", () => {
  const features = {
    nItems: 6,
    dim: 2,
    values: Float32Array.of(1, 0, 1, 0.1, 0, 1, 0.1, 1, 1, 1, 0, 0),
    missing: Uint8Array.of(0, 0, 0, 0, 0, 1),
  };
  const genres = content(["War"], ["War", "Drama"], ["Comedy"], ["Comedy"], [], ["War"]);

  it("compares each item with its nearest, among items with a vector and a genre", () => {
    const { items, nearest, random, means, topK } = genreAgreement(features, genres, { topK: 1 });
    expect([...items]).toEqual([0, 1, 2, 3]);
    expect([...nearest]).toEqual([0.5, 0.5, 1, 1]);
    expect(random[0]).toBeCloseTo(0.5 / 3, 12);
    expect(random[2]).toBeCloseTo(1 / 3, 12);
    expect(means.nearest).toBe(0.75);
    expect(topK).toBe(1);
  });

  it("deals genres anew by the seed alone", () => {
    const one = genreAgreement(features, genres, { topK: 1, seed: 3 });
    expect(genreAgreement(features, genres, { topK: 1, seed: 3 }).shuffled).toEqual(one.shuffled);
    const means = [1, 2, 3, 4, 5, 6].map(
      (seed) => genreAgreement(features, genres, { topK: 1, seed }).means.shuffled,
    );
    expect(new Set(means).size).toBeGreaterThan(1);
  });

  it("of vectors without any knowledge is what chance gives", () => {
    const random = createRandom(2, "chance");
    const nItems = 600;
    const dealt = content(...Array.from({ length: nItems }, () => [`g${random.integer(5)}`]));
    const noise = {
      ...{ nItems, dim: 8, missing: new Uint8Array(nItems) },
      values: Float32Array.from({ length: nItems * 8 }, () => random.normal()),
    };
    const { means } = genreAgreement(noise, dealt);
    // 6,000 pairs, each alike with a chance of about 0.2: a standard error of 0.005.
    expect(Math.abs(means.nearest - means.random)).toBeLessThan(0.025);
    expect(Math.abs(means.shuffled - means.random)).toBeLessThan(0.025);
    const knowing = { ...noise, values: noise.values.slice() };
    dealt.forEach(
      ({ genres: [genre] }, item) => (knowing.values[item * 8 + Number(genre[1])] += 9),
    );
    expect(genreAgreement(knowing, dealt).means.nearest).toBeGreaterThan(0.95);
  });

  it("has no values where there is nothing to compare", () => {
    const none = genreAgreement({ ...features, missing: new Uint8Array(6).fill(1) }, genres);
    expect(none.items).toHaveLength(0);
    expect(none.means.nearest).toBeNaN();
  });
});
