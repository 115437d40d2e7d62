import { describe, expect, test } from "vitest";
import { itemKnn } from "../../../src/models/item-knn/item-knn.js";
import { fitInput, trainPart } from "../../support/parts.js";

const plain = { neighbours: 10, weighting: "cosine", shrinkage: 0 };
// Users 0 and 1 share item 1; user 2 has item 2 alone; user 3 has nothing.
const train = trainPart(4, 4, [
  [0, 0],
  [0, 1],
  [1, 1],
  [1, 3],
  [2, 2],
]);

describe("item-knn", () => {
  test("a score is the sum of the similarities to the items of the history", async () => {
    const model = itemKnn.create(plain);
    await model.fit(fitInput(train));
    const half = Math.fround(Math.SQRT1_2);
    // sim(0, 1) = sim(1, 3) = 1 / sqrt(2); user 0 has items 0 and 1.
    expect([...model.scoreUsers(Int32Array.of(0))]).toEqual([half, half, 0, half]);
  });

  test("neighbours are chosen for the item that is scored", async () => {
    // Item 0 is nearest to item 1 (2 of 2 users), item 2 has only item 0 for a neighbour.
    const rows = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [2, 0],
      [2, 2],
      [3, 1],
    ] as const;
    const model = itemKnn.create({ ...plain, neighbours: 1 });
    await model.fit(fitInput(trainPart(4, 3, rows)));
    const scores = model.scoreUsers(Int32Array.of(1));
    // Item 2 keeps its one neighbour 0 although 0's own nearest is 1.
    expect(scores[2]).toBeCloseTo(1 / Math.sqrt(3), 6);
  });

  test("states the product that its scores are", async () => {
    const model = itemKnn.create(plain);
    await model.fit(fitInput(train));
    const form = model.form!();
    expect(form).toMatchObject({ kind: "product", left: { nRows: 4, nColumns: 4 } });
    expect(form).toMatchObject({ right: { nRows: 4, nColumns: 4 } });
  });

  test("folds new users in exactly", async () => {
    const model = itemKnn.create(plain);
    await model.fit(fitInput(train));
    const before = model.scoreUsers(Int32Array.of(1));
    const others = trainPart(2, 4, [
      [1, 1],
      [1, 3],
    ]);
    await model.partialFit!(fitInput(others));
    expect(model.scoreUsers(Int32Array.of(1))).toEqual(before);
    expect([...model.scoreUsers(Int32Array.of(0))]).toEqual([0, 0, 0, 0]);
  });
});
