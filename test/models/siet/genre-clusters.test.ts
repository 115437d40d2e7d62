import { describe, expect, test } from "vitest";
import { diversified, genreClusters } from "../../../src/models/siet/genre-clusters.js";
import { createModel } from "../../../src/models/registry.js";
import type { RatingPredictor } from "../../../src/models/contract.js";
import { siet } from "../../../src/models/siet/siet.js";
import { boardInput, expectCode } from "../../support/model-contract.js";

const small = { embeddingSize: 8, heads: 2, batchSize: 256, epochs: 1 };

describe("clusters of genres", () => {
  test("films of the same genres are together, those of others apart", async () => {
    const model = siet.create({ ...siet.defaults, ...small });
    await model.fit(boardInput(siet));
    const clusters = genreClusters(model, { nClusters: 3, seed: 1 });
    // Even films are comedies, odd ones dramas, and the last one has no genre.
    for (let item = 0; item < 30; item++) expect(clusters[item]).toBe(clusters[item % 2]);
    expect(new Set([clusters[0], clusters[1], clusters[30]]).size).toBe(3);
    expect(genreClusters(model, { nClusters: 3, seed: 1 })).toEqual(clusters);
  });

  test("a model without genres is refused", async () => {
    const model = createModel("bias") as RatingPredictor;
    await model.fit(boardInput(siet));
    await expectCode("E_MODEL_STATE", () => genreClusters(model, { nClusters: 2, seed: 1 }));
    const bare = siet.create({ ...siet.defaults, ...small });
    await bare.fit(boardInput(siet, { itemContent: [] }));
    await expectCode("E_MODEL_STATE", () => genreClusters(bare, { nClusters: 2, seed: 1 }));
  });
});

describe("a diversified list", () => {
  const clusters = Int32Array.of(0, 0, 0, 1, 1, 2);

  test("shows the best of each cluster first, in the order of the list", () => {
    const list = Int32Array.of(1, 0, 2, 4, 5, 3);
    expect([...diversified(list, clusters)]).toEqual([1, 4, 5, 0, 3, 2]);
  });

  test("holds the same items; the end of a short list stays at the end", () => {
    expect([...diversified(Int32Array.of(0, 1, 3, -1, -1), clusters)]).toEqual([0, 3, 1, -1, -1]);
    expect(diversified(Int32Array.of(), clusters)).toHaveLength(0);
  });

  test("an item without a cluster is refused", async () => {
    await expectCode("E_MODEL_ITEM", () => diversified(Int32Array.of(6), clusters));
  });
});
