import { describe, expect, test } from "vitest";
import { userKnn } from "../../../src/models/user-knn/user-knn.js";
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

describe("user-knn", () => {
  test("a score is the sum of the similarities to the users with the item", async () => {
    const model = userKnn.create(plain);
    await model.fit(fitInput(train));
    // cos(user 0, user 1) = 1 / 2, and user 1 has items 1 and 3.
    expect([...model.scoreUsers(Int32Array.of(0))]).toEqual([0, 0.5, 0, 0.5]);
  });

  test("a user without history has score 0 everywhere", async () => {
    const model = userKnn.create(plain);
    await model.fit(fitInput(train));
    expect([...model.scoreUsers(Int32Array.of(3))]).toEqual([0, 0, 0, 0]);
  });

  test("states the product that its scores are, through users", async () => {
    const model = userKnn.create(plain);
    await model.fit(fitInput(train));
    expect(model.form!()).toMatchObject({ kind: "product", left: { nColumns: 4 } });
  });

  test("refuses new users, about whom it knows nothing", async () => {
    const model = userKnn.create(plain);
    await model.fit(fitInput(train));
    await expect(model.partialFit!(fitInput(train))).rejects.toThrow(/E_MODEL_FOLD_IN/);
  });

  test.each([{ neighbours: 0 }, { neighbours: 1.5 }, { weighting: "dice" }, { shrinkage: -1 }])(
    "refuses %o",
    (change) => {
      expect(() => userKnn.create({ ...plain, ...change })).toThrow(/E_MODEL_CONFIG/);
    },
  );
});
