import { describe, expect, it } from "vitest";
import { compareSets } from "../../../src/features/ladder/compare-sets.js";
import {
  cosineOf,
  genresOfNearest,
  sharedNeighbours,
} from "../../../src/features/ladder/neighbours.js";
import {
  cosineRung,
  downstreamRung,
  neighbourRung,
  pixelRung,
  rungReached,
  tokenRung,
  untested,
  type RungResult,
} from "../../../src/features/ladder/rungs.js";
import { createRandom } from "../../../src/compute/index.js";
import { extractFeatures } from "../../../src/features/extract/extract-features.js";
import { fakePreset } from "../support/fake-preset.mjs";
import { newStore, posterItems } from "../support/poster-data.js";

const floats = (...values: number[]): Float32Array => Float32Array.from(values);

function randomRows(nRows: number, dim: number, seed = 1): Float32Array {
  const random = createRandom(seed, "test/ladder");
  return Float32Array.from({ length: nRows * dim }, () => random.uniform() - 0.5);
}

describe("rungs", () => {
  it("pixels hold up to a fraction of a grey level", () => {
    const pixels = floats(-1, 0, 0.5, 1);
    expect(pixelRung([pixels], [floats(-1, 0.0009, 0.5, 1)]).passed).toBe(true);
    expect(pixelRung([pixels], [floats(-1, 0.004, 0.5, 1)]).passed).toBe(false);
    expect(pixelRung([pixels], [floats(-1, 0, 0.5)]).passed).toBe(false);
    expect(pixelRung([floats(NaN)], [floats(1)]).passed).toBe(false);
  });

  it("token ids are the same or not", () => {
    expect(tokenRung([[101, 7, 102]], [Int32Array.of(101, 7, 102)]).passed).toBe(true);
    expect(
      tokenRung(
        [[101, 7], [1]],
        [
          [101, 7],
          [1, 0],
        ],
      ),
    ).toMatchObject({
      passed: false,
      detail: "1 of 2 texts have the same token ids",
    });
  });

  it("each cosine counts, not their mean", () => {
    const reference = floats(1, 0, 0, 1, 1, 1);
    expect(cosineRung(floats(2, 0, 0, 3, 4, 4), reference, 2).passed).toBe(true);
    const turned = floats(1, 0, 0.05, 1, 1, 1);
    expect(cosineRung(turned, reference, 2)).toMatchObject({ passed: false });
    expect(cosineRung(floats(1, 0, 0, 0, 1, 1), reference, 2).passed).toBe(false);
  });

  it("neighbours are compared as sets", () => {
    const rows = randomRows(40, 8);
    expect(neighbourRung(rows, rows, 8).passed).toBe(true);
    expect(neighbourRung(randomRows(40, 8, 2), rows, 8).passed).toBe(false);
  });

  it("downstream holds when no difference lies within the interval", () => {
    expect(downstreamRung("x", { mean: 0.1, low: -0.1, high: 0.3 }).passed).toBe(true);
    expect(downstreamRung("x", { mean: 0.1, low: 0, high: 0 }).passed).toBe(true);
    expect(downstreamRung("x", { mean: 0.2, low: 0.1, high: 0.3 }).passed).toBe(false);
    expect(downstreamRung("x", { mean: NaN, low: NaN, high: NaN }).passed).toBe(false);
  });

  it("the rung reached is below the first that fails; untested ones are passed over", () => {
    const of = (rung: RungResult["rung"], passed?: boolean): RungResult =>
      passed === undefined ? untested(rung, "why") : { rung, passed, detail: "" };
    expect(rungReached([of("pixels"), of("tokens", true), of("cosine", true)])).toBe("cosine");
    expect(rungReached([of("downstream", true), of("neighbours", false), of("cosine", true)])).toBe(
      "cosine",
    );
    expect(rungReached([of("pixels", false), of("cosine", true)])).toBeUndefined();
    expect(rungReached([of("pixels"), of("cosine")])).toBeUndefined();
    expect(rungReached([])).toBeUndefined();
  });
});

describe("neighbours", () => {
  it("are shared in full by a matrix and any scaling of it, and by chance between others", () => {
    const rows = (seed: number): { values: Float32Array; dim: number } => ({
      values: randomRows(300, 16, seed),
      dim: 16,
    });
    const scaled = { values: rows(3).values.map((value) => 3 * value), dim: 16 };
    expect(sharedNeighbours(rows(3), scaled)).toBe(1);
    // 10 of 299 are expected.
    expect(sharedNeighbours(rows(3), rows(4))).toBeLessThan(0.07);
    expect(sharedNeighbours({ values: floats(), dim: 2 }, { values: floats(), dim: 3 })).toBe(0);
  });

  it("share genres by the Jaccard index", () => {
    const rows = { values: floats(1, 0, 0.9, 0.1, 0, 1), dim: 2 };
    const agreement = genresOfNearest(rows, [["a", "b"], ["a"], ["b", "c"]]);
    expect([...agreement]).toEqual([(1 / 2 + 1 / 3) / 2, 1 / 4, 1 / 6]);
  });

  it("have cosines; a vector of zeros has none", () => {
    expect(cosineOf(floats(3, 4), floats(4, 3))).toBeCloseTo(24 / 25, 12);
    expect(cosineOf(floats(1, 1), floats(-2, -2))).toBeCloseTo(-1, 12);
    expect(cosineOf(floats(0, 0), floats(1, 1))).toBe(0);
  });
});

describe("compareSets", () => {
  it("matches items by id", async () => {
    const store = await newStore();
    const one = await posterItems(["a", "b", "c", undefined], ["1", "2", "3", "4"]);
    const other = await posterItems(["c", undefined, "a", "new"], ["3", "2", "1", "5"]);
    const first = await extractFeatures(one.dataset, fakePreset(), { store });
    const second = await extractFeatures(other.dataset, fakePreset(), { store });
    const comparison = compareSets(first, second);
    expect(comparison).toMatchObject({
      nShared: 2,
      nOnlyFirst: 1,
      nOnlySecond: 1,
      isIdentical: true,
    });
    expect(comparison.cosine?.least).toBeCloseTo(1, 12);
    const wide = await extractFeatures(one.dataset, fakePreset({ dim: 9 }), { store });
    expect(compareSets(first, wide)).toMatchObject({ nShared: 3, isIdentical: false });
    expect(compareSets(first, wide).cosine).toBeUndefined();
    expect(comparison.versions).toEqual([]);
  });
});
