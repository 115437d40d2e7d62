/** What features give away by their numbers, and that honest ones give no alarm. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../../src/compute/index.js";
import {
  describeSplits,
  generateDemo,
  makeSplit,
  splitPerUserRandom,
  type Dataset,
  type Split,
} from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { checkLeaks, tuningParts } from "../../../src/experiment/index.js";
import { noiseLimit } from "../../../src/experiment/leak-check/features/noise-limit.js";
import type { FeatureMatrix } from "../../../src/models/contract.js";
import { createModel } from "../../../src/models/registry.js";
import { floatArray } from "../../../src/models/shared/state-arrays.js";
import { filmDataset, itemMeans, matrixOf, noiseMatrix } from "../../support/leak-data.js";

const dataset = filmDataset();
const { nItems } = dataset;
const shares = { train: 0.7, valid: 0.1, test: 0.2 };
const split = splitPerUserRandom(dataset, { ...shares, seed: 1 });

function found(given: Dataset, parts: Split, text: FeatureMatrix): string[] {
  const { errors } = checkLeaks(given, parts, { features: { text } });
  return errors.map(({ code }) => code);
}

/** Every recipe on a data set, its times at four fifths and nine tenths. */
function splitsOf(given: Dataset): (readonly [string, Split])[] {
  const times = Float64Array.from(given.interactions.timestamp!).sort();
  const timeAt = (share: number): number => times[Math.floor(share * times.length)];
  return describeSplits().map(({ name, settings }) => {
    const cuts = "testFrom" in settings ? { validFrom: timeAt(0.8), testFrom: timeAt(0.9) } : {};
    return [name, makeSplit(given, { name, seed: 1, ...cuts })] as const;
  });
}

describe("honest features", () => {
  const { dataset: demo, truth } = generateDemo({});
  const { itemFactors, itemBias, popularity, released, factors } = truth;

  it.each(splitsOf(demo))("%s: the truth behind the demo set is no leak", async (_name, parts) => {
    const nFactors = factors.length;
    const text = matrixOf(demo.nItems, nFactors + 4, (item, column) => {
      if (column < nFactors) return itemFactors[item * nFactors + column];
      const facts = [itemBias[item], popularity[item], Math.log(popularity[item]), released[item]];
      return facts[column - nFactors];
    });
    expect(found(demo, parts, text)).toEqual([]);
    // Nor is what a model learned from train.
    const model = createModel("pure-svd", { embeddingSize: 16 });
    await model.fit({ train: parts.train, ratingScale: demo.ratingScale, seed: 1 });
    const learnt = floatArray(model.state(), "itemFactors", demo.nItems * 16);
    expect(found(demo, parts, { ...text, dim: 16, values: Float32Array.from(learnt) })).toEqual([]);
  });

  it("give no alarm: the true qualities and popularities in 40 draws of ratings", () => {
    for (let seed = 1; seed <= 40; seed++) {
      const given = filmDataset(seed);
      const random = createRandom(seed, "test/leaks");
      const films = Array.from({ length: nItems }, () => [random.uniform(), random.uniform()]);
      const noise = noiseMatrix(nItems, 6, seed).values;
      const text = matrixOf(nItems, 8, (item, column) =>
        column < 2 ? films[item][column] : noise[item * 6 + column - 2],
      );
      const parts = splitPerUserRandom(given, { ...shares, seed });
      expect(found(given, parts, text)).toEqual([]);
    }
  });

  it("give no alarm when they are train's own counts and means, missing, or constant", () => {
    const { itemIndex, rating } = split.train.interactions;
    const [count, sum] = [new Float64Array(nItems), new Float64Array(nItems)];
    itemIndex.forEach((item, row) => {
      count[item]++;
      sum[item] += rating[row];
    });
    const own = matrixOf(
      nItems,
      4,
      (item, column) => [count[item], Math.log(count[item]), sum[item] / count[item], 7][column],
    );
    expect(found(dataset, split, own)).toEqual([]);
    expect(found(dataset, split, { ...own, missing: new Uint8Array(nItems).fill(1) })).toEqual([]);
  });
});

describe("encoded targets", () => {
  const { count, mean } = itemMeans(dataset);
  const noise = noiseMatrix(nItems, 4).values;
  const among = (valueOf: (item: number) => number): FeatureMatrix =>
    matrixOf(nItems, 5, (item, column) =>
      column === 2 ? valueOf(item) : noise[item * 4 + (column % 4)],
    );

  it.each([
    ["counts", "E_LEAK_POPULARITY", (item: number) => count[item]],
    ["counts upside down", "E_LEAK_POPULARITY", (item: number) => -count[item]],
    ["logarithms of counts", "E_LEAK_POPULARITY", (item: number) => Math.log(count[item])],
    ["means", "E_LEAK_TARGET", (item: number) => mean[item]],
    ["squares of means", "E_LEAK_TARGET", (item: number) => mean[item] ** 2],
  ])("of all rows are found: %s", (_name, code, valueOf) => {
    for (const [name, parts] of splitsOf(dataset)) {
      // Too few whole items are held out, or rows, to tell them from chance.
      if (["cold-item", "leave-one-out-random", "leave-one-out-latest"].includes(name)) continue;
      expect([name, found(dataset, parts, among(valueOf))]).toEqual([name, [code]]);
    }
  });

  it("of the test rows alone are found", () => {
    const { itemIndex, rating } = openTestPart(split.test);
    const [held, sum] = [new Float64Array(nItems), new Float64Array(nItems)];
    itemIndex.forEach((item, row) => {
      held[item]++;
      sum[item] += rating[row];
    });
    expect(
      found(
        dataset,
        split,
        among((item) => held[item]),
      ),
    ).toEqual(["E_LEAK_POPULARITY"]);
    expect(
      found(
        dataset,
        split,
        among((item) => sum[item] / held[item]),
      ),
    ).toEqual(["E_LEAK_TARGET"]);
  });

  it("of the validation rows are found by a search", () => {
    const parts = tuningParts(split);
    const { errors } = checkLeaks(dataset, parts, {
      features: { text: among((item) => mean[item]) },
    });
    // What test adds is noise here, so that counts and means of train and valid are looked for.
    const { itemIndex, rating } = split.valid.interactions;
    const [held, sum] = [new Float64Array(nItems), new Float64Array(nItems)];
    itemIndex.forEach((item, row) => {
      held[item]++;
      sum[item] += rating[row];
    });
    const text = among((item) => sum[item] / Math.max(1, held[item]));
    const codes = checkLeaks(dataset, parts, { features: { text } }).errors.map(({ code }) => code);
    expect([errors.map(({ code }) => code), codes]).toEqual([[], ["E_LEAK_TARGET"]]);
  });

  it("are found in item vectors made of reviews whose provenance was lost", () => {
    const random = createRandom(1, "test/leaks/reviews");
    const { interactions } = dataset;
    const dim = 6;
    const turn = Array.from({ length: dim }, () => random.normal());
    const sums = new Float64Array(nItems * dim);
    interactions.itemIndex.forEach((item, row) => {
      for (let at = 0; at < dim; at++) {
        // A mood that follows the rating, and words of no account.
        const word = turn[at] * (interactions.rating[row] - 3) + 0.1 * random.normal();
        sums[item * dim + at] += word / count[item];
      }
    });
    const text = matrixOf(nItems, dim, (item, column) => sums[item * dim + column]);
    expect(found(dataset, split, text)).toEqual(["E_LEAK_TARGET"]);
  });

  it("are looked for again when the numbers change in place", () => {
    const text = noiseMatrix(nItems, 2, 5);
    expect(found(dataset, split, text)).toEqual([]);
    for (let item = 0; item < nItems; item++) text.values[2 * item] = mean[item];
    expect(found(dataset, split, text)).toEqual(["E_LEAK_TARGET"]);
  });
});

describe("noiseLimit", () => {
  it("is the lower quantile of chi-squared, times eight tenths, at most six tenths", () => {
    // SciPy: chi2.ppf(norm.sf(z), 100) / 100; Wilson and Hilferty are right to a hundredth there.
    const z = Math.sqrt(2 * Math.log(10 / 2e-6));
    expect(z).toBeCloseTo(5.554, 3);
    expect(noiseLimit(100, 10) / 0.8).toBeCloseTo(0.4015, 2);
    expect(noiseLimit(1_000_000, 1)).toBe(0.6);
    expect(noiseLimit(60, 4000)).toBeGreaterThan(0);
    expect(noiseLimit(60, 4000)).toBeLessThan(noiseLimit(60, 1));
  });
});
