import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateDemo } from "../../../src/data/demo/index.js";
import { demoRecipe, demoRecipeHash } from "../../../src/data/demo/recipe.js";
import { expectedRating, truthToJson } from "../../../src/data/demo/truth.js";

/** Changes only with the generator; then `generatorVersion` must change too. */
const GOLDEN = "789676dfd534f9f780b1ba0b86b7c2efd1baa2ac02930fcdf97caab65989317e";

const demo = generateDemo();
const { dataset, truth } = demo;
const { userIndex, itemIndex, rating, timestamp } = dataset.interactions;

describe("the demo set", () => {
  it("has the promised size and is marked as invented", () => {
    expect([dataset.nUsers, dataset.nItems, dataset.nRatings]).toEqual([600, 400, 30_000]);
    expect(dataset.name).toBe("demo");
    expect(dataset.invented).toBe(true);
    expect(dataset.ratingScale).toEqual({ minimum: 1, maximum: 5, step: 1 });
  });

  it("is the same on every machine: the hash of seed 1 is fixed", () => {
    expect(dataset.contentHash).toBe(GOLDEN);
    expect(generateDemo({ seed: 1 }).dataset.contentHash).toBe(GOLDEN);
    expect(generateDemo({ seed: 2 }).dataset.contentHash).not.toBe(GOLDEN);
  });

  it("gives every user 20 ratings or more and no pair twice, in order of time", () => {
    const counts = new Int32Array(600);
    const pairs = new Set<number>();
    for (let row = 0; row < dataset.nRatings; row++) {
      counts[userIndex[row]]++;
      pairs.add(userIndex[row] * 400 + itemIndex[row]);
      if (row > 0) expect(timestamp![row]).toBeGreaterThanOrEqual(timestamp![row - 1]);
    }
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(20);
    expect(pairs.size).toBe(30_000);
  });

  it("uses the whole scale in whole numbers", () => {
    const counts = [1, 2, 3, 4, 5].map((value) => rating.filter((given) => given === value).length);
    expect(counts.reduce((sum, count) => sum + count)).toBe(30_000);
    expect(Math.min(...counts)).toBeGreaterThan(900);
  });

  it("lets nobody rate before joining or before the film is out", () => {
    for (let row = 0; row < dataset.nRatings; row++) {
      expect(timestamp![row]).toBeGreaterThanOrEqual(truth.joined[userIndex[row]]);
      expect(timestamp![row]).toBeGreaterThanOrEqual(truth.released[itemIndex[row]]);
    }
  });

  it("has a long tail of popularity", () => {
    const counts = new Int32Array(400);
    for (const item of itemIndex) counts[item]++;
    counts.sort();
    const topTenth = counts.subarray(360).reduce((sum, count) => sum + count, 0);
    expect(topTenth / 30_000).toBeGreaterThan(0.25);
    expect(counts[0]).toBeGreaterThanOrEqual(1);
    expect(counts[100]).toBeLessThan(counts[399] / 6);
  });

  it("records which items lack a text on purpose, and no others do", () => {
    const without = dataset.items.ids.filter(
      (_id, item) => dataset.itemContent[item].text === undefined,
    );
    expect(without).toEqual(truth.withoutText);
    expect(truth.withoutText).toHaveLength(13);
    expect(truth.withoutPoster).toHaveLength(16);
    expect(truth.withoutText.filter((id) => truth.withoutPoster.includes(id))).toHaveLength(2);
  });

  it("has a different title for every item, and texts without a slot left open", () => {
    expect(new Set(dataset.itemContent.map((content) => content.title)).size).toBe(400);
    for (const { title, text = "", genres, year } of dataset.itemContent) {
      expect(`${title} ${text}`).not.toMatch(/[{}]|undefined| {2}/);
      expect(genres.length).toBeGreaterThan(0);
      expect(year).toBeGreaterThan(1940);
    }
  });

  it("keeps a truth whose noise-free prediction is as good as it says", () => {
    let sum = 0;
    for (let row = 0; row < dataset.nRatings; row++) {
      sum += (rating[row] - expectedRating(truth, userIndex[row], itemIndex[row])) ** 2;
    }
    expect(Math.sqrt(sum / dataset.nRatings)).toBeCloseTo(truth.oracleRmse, 12);
    // Rounding to whole stars adds a variance of about 1/12 to the noise; clipping takes some away.
    expect(truth.oracleRmse).toBeLessThan(Math.sqrt(truth.noise ** 2 + 1 / 12));
    expect(truth.oracleRmse).toBeGreaterThan(truth.noise * 0.85);
  });

  it("writes the truth as JSON with named factors and matrices as rows", () => {
    const json = JSON.parse(JSON.stringify(truthToJson(truth))) as {
      invented: boolean;
      factors: unknown[];
      userFactors: number[][];
      itemFactors: number[][];
    };
    expect(json.invented).toBe(true);
    expect(json.userFactors).toHaveLength(600);
    expect(json.itemFactors[0]).toHaveLength(json.factors.length);
    expect(json.itemFactors[3][2]).toBeCloseTo(truth.itemFactors[3 * json.factors.length + 2], 6);
  });
});

describe("other demo sets", () => {
  it("keep their promises at any allowed size", () => {
    const sizes = fc
      .record({
        seed: fc.nat(),
        nUsers: fc.integer({ min: 1, max: 40 }),
        nItems: fc.integer({ min: 50, max: 120 }),
        fullness: fc.double({ min: 0, max: 1, noNaN: true }),
      })
      .map(({ fullness, ...rest }) => {
        const [least, most] = [20 * rest.nUsers, Math.floor(0.4 * rest.nUsers * rest.nItems)];
        return { ...rest, nRatings: Math.floor(least + fullness * (most - least)) };
      });
    fc.assert(
      fc.property(sizes, (options) => {
        const small = generateDemo(options).dataset;
        expect(small.nRatings).toBe(options.nRatings);
        const counts = new Int32Array(options.nUsers);
        for (const user of small.interactions.userIndex) counts[user]++;
        expect(Math.min(...counts)).toBeGreaterThanOrEqual(20);
      }),
      { numRuns: 40 },
    );
  });

  it.each([
    [{ nRatings: 100 }, "nRatings"],
    [{ nRatings: 96_001 }, "nRatings"],
    [{ nItems: 10 }, "nItems"],
    [{ nUsers: 0 }, "nUsers"],
    [{ seed: -1 }, "seed"],
    [{ seed: 1.5 }, "seed"],
  ])("refuse %j with E_DEMO_RECIPE", (options, where) => {
    expect(() => generateDemo(options)).toThrow(
      expect.objectContaining({
        code: "E_DEMO_RECIPE",
        details: expect.objectContaining({ where }),
      }),
    );
  });

  it("have another hash for another recipe", () => {
    expect(demoRecipeHash(demoRecipe())).toBe(demoRecipeHash(demoRecipe({ seed: 1 })));
    expect(demoRecipeHash(demoRecipe())).not.toBe(demoRecipeHash(demoRecipe({ seed: 2 })));
  });
});
