import { describe, expect, it } from "vitest";
import { sparseFromTriples } from "../../src/compute/sparse.js";
import { similarItems } from "../../src/experiment/index.js";
import { formRecommender } from "../support/form-models.js";
import { trainPart } from "../support/parts.js";
import { stubRecommender } from "../support/stub-models.js";

// Item 4 has no training row, whatever its factors are.
const seen = [
  trainPart(2, 5, [
    [0, 0],
    [0, 1],
    [1, 2],
    [1, 3],
  ]),
];
const factors = formRecommender(
  {
    kind: "factors",
    nFactors: 2,
    userFactors: new Float32Array(4),
    itemFactors: Float32Array.of(2, 0, 3, 3, 0, 5, 0, 0, 1, 0),
  },
  5,
);
const left = sparseFromTriples(2, 5, Int32Array.of(0), Int32Array.of(0), Float32Array.of(1));
const right = sparseFromTriples(
  5,
  5,
  Int32Array.of(0, 0, 0, 0, 1),
  Int32Array.of(1, 2, 3, 4, 0),
  Float32Array.of(0.5, 0.75, -1, 2, 9),
);
const dense = { nRows: 5, nColumns: 5, values: new Float32Array(25) };
dense.values.set([7, 0.5, 0.75, -1, 2, 9]);

describe("similarItems", () => {
  it("orders by the cosine of factors, without what nothing is known of", () => {
    const list = similarItems({ model: factors, item: 0, seen });
    // Item 3 has no direction.
    expect(list.map(({ itemIndex, rank }) => [itemIndex, rank])).toEqual([
      [1, 1],
      [2, 2],
    ]);
    expect(list[0].score).toBeCloseTo(Math.SQRT1_2, 6);
    expect(list[1].score).toBe(0);
    expect(similarItems({ model: factors, item: 0, seen, topK: 1 })).toEqual([list[0]]);
  });

  it.each([
    ["sparse", right],
    ["dense", dense],
  ])("orders by the weights between items above 0: %s", (_name, weights) => {
    const model = formRecommender({ kind: "product", left, right: weights }, 5);
    const similar = (item: number) => similarItems({ model, item, seen });
    expect(similar(0)).toEqual([
      { itemIndex: 2, score: 0.75, rank: 1 },
      { itemIndex: 1, score: 0.5, rank: 2 },
    ]);
    expect(similar(1)).toEqual([{ itemIndex: 0, score: 9, rank: 1 }]);
    expect(similar(2)).toEqual([]);
    const where = (_content: unknown, item: number): boolean => item !== 2;
    const itemContent = Array.from({ length: 5 }, () => ({ title: "", genres: [] }));
    const filtered = similarItems({ model, item: 0, seen, filter: { itemContent, where } });
    expect(filtered.map(({ itemIndex }) => itemIndex)).toEqual([1]);
  });

  it("refuses items without training rows or outside, and models that compare none", () => {
    expect(() => similarItems({ model: factors, item: 4, seen })).toThrow(
      /E_SIMILAR_ITEM(.|\n)*item 4/,
    );
    for (const item of [-1, 5]) {
      expect(() => similarItems({ model: factors, item, seen })).toThrow("E_MODEL_ITEM");
    }
    const others = [
      stubRecommender(5, () => 0),
      formRecommender({ kind: "product", left, right, through: "other" }, 5),
    ];
    for (const model of others) {
      expect(() => similarItems({ model, item: 0, seen })).toThrow("E_SIMILAR_MODEL");
    }
    expect(() => similarItems({ model: factors, item: 0, seen: [] })).toThrow("E_RECOMMEND_SEEN");
    expect(() => similarItems({ model: factors, item: 0, seen, topK: 0 })).toThrow(
      "E_RECOMMEND_TOP_K",
    );
  });
});
