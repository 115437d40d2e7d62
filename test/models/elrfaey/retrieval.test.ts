import { describe, expect, test } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { elrfaeyAttention } from "../../../src/models/elrfaey/attention.js";
import { crossModalRetrieval, findCrossModal } from "../../../src/models/elrfaey/retrieval.js";
import { encodeElrfaeyText } from "../../../src/models/elrfaey/text-query.js";
import { popularity } from "../../../src/models/popularity/popularity.js";
import { expectCode } from "../../support/model-contract.js";
import { fitInput, trainPart } from "../../support/parts.js";
import { features, fitted, matrix, train } from "./films.js";

/** Texts and posters in one space of two numbers, so that the cosines are known without learning. */
const space = {
  text: matrix([[1, 0], [0, 1], [1, 1], undefined, [1, 2]]),
  image: matrix([[1, 0.1], [1, -1], [0.9, 1], [0, 1], undefined]),
};
const plain = { regime: "zero-shot", variant: "concat", centring: false } as const;

describe("text finds its own poster", () => {
  test("ranks, median and recall by cosine, among the items with both sides", async () => {
    const model = await fitted(plain, { features: space });
    const found = crossModalRetrieval({ model });
    expect([...found.items]).toEqual([0, 1, 2]);
    // [0, 1] is further from [1, -1] than from both others.
    expect([...found.ranks]).toEqual([1, 3, 1]);
    expect(found.medianRank).toBe(1);
    expect(found.recallAt(1)).toBeCloseTo(2 / 3, 12);
    expect(found.recallAt(3)).toBe(1);
  });

  test("posters find texts, and a choice of items counts alone", async () => {
    const model = await fitted(plain, { features: space });
    // [1, -1] is nearest to the text [1, 0], then [1, 1]; its own is last.
    expect([...crossModalRetrieval({ model, query: "image" }).ranks]).toEqual([1, 3, 1]);
    const items = Int32Array.of(1, 2, 2, 3);
    const found = crossModalRetrieval({ model, items });
    expect([[...found.items], [...found.ranks], found.medianRank]).toEqual([[1, 2], [2, 1], 1.5]);
  });

  test("equal cosines go to the lower item", async () => {
    const same = matrix([
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
      [1, 0],
    ]);
    const model = await fitted(plain, { features: { text: same, image: same } });
    expect([...crossModalRetrieval({ model }).ranks]).toEqual([1, 2, 3, 4, 5]);
  });

  test("lists posters for an item's text, or for a text of its own", async () => {
    const model = await fitted(plain, { features: space });
    const hits = findCrossModal({ model, from: 4 });
    expect(hits.map(({ itemIndex, rank }) => [itemIndex, rank])).toEqual([
      [2, 1],
      [3, 2],
      [0, 3],
      [1, 4],
    ]);
    expect(hits[1].score).toBeCloseTo(2 / Math.sqrt(5), 6);
    const from = await encodeElrfaeyText(model, Float32Array.of(2, 4));
    expect(findCrossModal({ model, from, topK: 2 })).toEqual(hits.slice(0, 2));
    await expectCode("E_MODEL_FEATURES", () =>
      findCrossModal({ model, from: new Float32Array(3) }),
    );
  });

  test("a text is encoded as that of an item, by the learned network", async () => {
    const configs: Config[] = [{ variant: "fused" }, { variant: "gated" }, { centring: true }];
    for (const config of configs) {
      const model = await fitted({ regime: "alignment", epochs: 1, ...config });
      const from = await encodeElrfaeyText(model, Float32Array.of(3, 4));
      const hits = findCrossModal({ model, from });
      findCrossModal({ model, from: 0 }).forEach(({ itemIndex, score }, at) => {
        expect(hits[at].itemIndex).toBe(itemIndex);
        expect(hits[at].score).toBeCloseTo(score, 6);
      });
    }
    const model = await fitted();
    const code = "E_MODEL_FEATURES";
    await expectCode(code, () => encodeElrfaeyText(model, Float32Array.of(1)));
    await expectCode(code, () => encodeElrfaeyText(model, Float32Array.of(1, Number.NaN)));
  });

  test("alignment brings texts to their posters", async () => {
    const config = { regime: "alignment", learningRate: 0.02, temperature: 0.1 } as const;
    const all = {
      text: matrix(Array.from({ length: 12 }, (_unused, item) => oneHot(item, 12))),
      image: matrix(Array.from({ length: 12 }, (_unused, item) => oneHot(11 - item, 12))),
    };
    const rows = Array.from({ length: 12 }, (_unused, item) => [0, item] as const);
    const own = { train: trainPart(1, 12, rows), features: all };
    const model = await fitted({ ...config, embeddingSize: 16, epochs: 60 }, own);
    expect(crossModalRetrieval({ model }).medianRank).toBe(1);
  });

  test("refuses what has no common space, and items without both sides", async () => {
    const code = "E_MODEL_CONFIG";
    const of = async (config: Parameters<typeof fitted>[0]) => {
      const model = await fitted(config);
      return () => crossModalRetrieval({ model });
    };
    await expectCode(code, await of({ variant: "text" }));
    // Texts have two numbers, posters three.
    await expectCode(code, await of({ regime: "zero-shot", variant: "concat" }));
    const model = await fitted();
    await expectCode("E_MODEL_EMPTY", () =>
      crossModalRetrieval({ model, items: Int32Array.of(3) }),
    );
    await expectCode("E_MODEL_ITEM", () => crossModalRetrieval({ model, items: Int32Array.of(5) }));
    await expectCode("E_MODEL_ITEM", () => findCrossModal({ model, from: -1 }));
    const other = popularity.create(popularity.defaults);
    await other.fit(fitInput(train));
    await expectCode("E_MODEL_STATE", () => crossModalRetrieval({ model: other }));
  });
});

function oneHot(place: number, length: number): number[] {
  return Array.from({ length }, (_unused, at) => (at === place ? 1 : 0));
}

describe("attention mass", () => {
  test("shares add up to 1; a text attends to images alone", async () => {
    const { modalities, ofText, ofImage, mass } = elrfaeyAttention(await fitted());
    expect(modalities).toEqual(["text", "image", "thumbnail"]);
    const sums = (shares: Float32Array): number[] =>
      [0, 1, 2, 3, 4].map((item) =>
        Math.fround(shares.subarray(item * 3, item * 3 + 3).reduce((sum, x) => sum + x, 0)),
      );
    sums(ofText).forEach((sum, item) => expect(sum).toBeCloseTo([1, 1, 0, 0, 0][item], 6));
    sums(ofImage).forEach((sum, item) => expect(sum).toBeCloseTo([1, 1, 1, 0, 0][item], 6));
    expect([ofText[0], ofText[3], ofText[4], ofText[5]]).toEqual([0, 0, 1, 0]);
    expect(mass[0]).toBeCloseTo((ofText[0] + ofImage[0]) / 2, 6);
    expect(mass[7]).toBe(ofImage[7]);
  });

  test("variants without attention have no mass; without text, images attend to each other", async () => {
    const gated = await fitted({ variant: "gated" });
    await expectCode("E_MODEL_CONFIG", () => elrfaeyAttention(gated));
    const { image, thumbnail } = features;
    const alone = elrfaeyAttention(await fitted({}, { features: { image, thumbnail } }));
    expect(alone.modalities).toEqual(["image", "thumbnail"]);
    expect(alone.ofText.every((share) => share === 0)).toBe(true);
  });
});
