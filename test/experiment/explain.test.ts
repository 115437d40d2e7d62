import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/compute/random.js";
import { rowColumns } from "../../src/compute/sparse.js";
import { explain } from "../../src/experiment/index.js";
import type { ProductForm } from "../../src/models/score-form.js";
import { userItemMatrix } from "../../src/data/split/matrix.js";
import type { Recommender } from "../../src/models/contract.js";
import { createModel } from "../../src/models/index.js";
import { campDataset } from "../support/experiment-data.js";
import { trainPart } from "../support/parts.js";
import { formRecommender, randomSparse, tiedForms } from "../support/form-models.js";
import { stubRecommender } from "../support/stub-models.js";

const nUsers = 40;
const nItems = 30;
const left = randomSparse("history", nUsers, nItems, 300, (random) => random.normal());
const sparse = randomSparse("weights", nItems, nItems, 400, (random) => random.normal());
const random = createRandom(1, "weights");
const dense = {
  nRows: nItems,
  nColumns: nItems,
  values: Float32Array.from({ length: nItems * nItems }, () => random.normal()),
};

describe("explain", () => {
  it.each([
    ["sparse", { kind: "product", left, right: sparse } satisfies ProductForm],
    ["dense", { kind: "product", left, right: dense } satisfies ProductForm],
  ])("gives what each item of the history adds, strongest first: %s weights", (_name, form) => {
    const model = formRecommender(form, nItems);
    let explained = 0;
    for (let user = 0; user < nUsers; user++) {
      for (let item = 0; item < nItems; item++) {
        const { score, reasons, userIndex, itemIndex } = explain({ model, user, item });
        expect([userIndex, itemIndex]).toEqual([user, item]);
        expect(score).toBe(model.scoreUsers(Int32Array.of(user))[item]);
        const sum = reasons.reduce((total, { contribution }) => total + contribution, 0);
        // The score is a sum of some ten numbers of size 1 in single precision.
        expect(Math.abs(sum - score)).toBeLessThan(1e-5);
        const history = rowColumns(form.left, user);
        expect(reasons.every((reason) => history.includes(reason.itemIndex))).toBe(true);
        expect(reasons.every(({ contribution }) => contribution !== 0)).toBe(true);
        const values = reasons.map(({ contribution }) => contribution);
        expect(values).toEqual([...values].sort((one, other) => other - one));
        explained += reasons.length;
      }
    }
    expect(explained).toBeGreaterThan(1000);
  });

  it("asks a model that explains itself", () => {
    const model = {
      ...stubRecommender(3, () => 1.5),
      explain: () => ({
        items: Int32Array.of(0, 1, 2),
        contributions: Float64Array.of(0.5, 0, 1),
      }),
    };
    expect(explain({ model, user: 0, item: 1 })).toEqual({
      userIndex: 0,
      itemIndex: 1,
      score: 1.5,
      reasons: [
        { itemIndex: 2, contribution: 1 },
        { itemIndex: 0, contribution: 0.5 },
      ],
    });
  });

  it("refuses models whose scores are no sums over the history, and unknown users and items", () => {
    const other: ProductForm = { kind: "product", left, right: sparse, through: "other" };
    const models = [
      stubRecommender(nItems, () => 0),
      formRecommender(other, nItems),
      formRecommender(tiedForms(nUsers, nItems).factors, nItems),
    ];
    for (const model of models) {
      expect(() => explain({ model, user: 0, item: 0 })).toThrow("E_EXPLAIN_MODEL");
    }
    const model = formRecommender({ kind: "product", left, right: sparse }, nItems);
    expect(() => explain({ model, user: nUsers, item: 0 })).toThrow("E_MODEL_USER");
    expect(() => explain({ model, user: 0, item: nItems })).toThrow("E_MODEL_ITEM");
  });
});

describe("explain of the models that are there", () => {
  const dataset = campDataset();
  const train = { ...trainPart(60, 40, []), interactions: dataset.interactions };

  it.each(["item-knn", "ease", "rp3beta", "als"])(
    "is a sum over the history, and the score: %s",
    async (id) => {
      const model = createModel(id) as Recommender;
      await model.fit({ train, ratingScale: dataset.ratingScale, seed: 1 });
      const history = userItemMatrix(train);
      for (const user of [0, 7]) {
        const scores = model.scoreUsers(Int32Array.of(user));
        for (let item = 0; item < 40; item++) {
          const { reasons } = explain({ model, user, item });
          const sum = reasons.reduce((total, { contribution }) => total + contribution, 0);
          // Factors and weights are in single precision; ALS solves for them anew in double.
          expect(Math.abs(sum - scores[item])).toBeLessThan(2e-5 * Math.max(1, Math.abs(sum)));
          const own = rowColumns(history, user);
          expect(reasons.every((reason) => own.includes(reason.itemIndex))).toBe(true);
        }
        expect(explain({ model, user, item: user % 2 }).reasons.length).toBeGreaterThan(1);
      }
    },
  );

  it.each(["user-knn", "pure-svd", "popularity", "bias"])("is refused: %s", async (id) => {
    const model = createModel(id);
    await model.fit({ train, ratingScale: dataset.ratingScale, seed: 1 });
    expect(() => explain({ model, user: 0, item: 0 })).toThrow("E_EXPLAIN_MODEL");
  });
});
