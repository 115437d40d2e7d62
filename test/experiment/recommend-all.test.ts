import { afterEach, describe, expect, it } from "vitest";
import { configureCompute } from "../../src/compute/pool/shared-pool.js";
import { rowColumns } from "../../src/compute/sparse.js";
import { recommend, recommendAll, recommendationLists } from "../../src/experiment/index.js";
import { catalogueCoverage, topKItems } from "../../src/metrics/index.js";
import { formRecommender, randomSparse, tiedForms, withoutForm } from "../support/form-models.js";
import { trainPart } from "../support/parts.js";
import { stubPredictor, stubRecommender } from "../support/stub-models.js";

const nUsers = 300;
const nItems = 61;
const pairs = randomSparse("seen", nUsers, nItems, 4000, () => 1);
const seen = [trainPart(nUsers, nItems, pairsOf())];
const filter = {
  itemContent: Array.from({ length: nItems }, (_unused, item) => ({
    title: `Film ${item}`,
    genres: [item % 3 === 0 ? "Drama" : "Comedy"],
  })),
  genres: ["comedy"],
};

function pairsOf(): [number, number][] {
  return Array.from({ length: nUsers }, (_unused, user) =>
    [...rowColumns(pairs, user)].map((item): [number, number] => [user, item]),
  ).flat();
}

afterEach(() => {
  configureCompute().close();
});

describe("recommendAll", () => {
  it.each(Object.entries(tiedForms(nUsers, nItems)))(
    "gives the lists of topKItems over the scores, the same bytes on every backend: %s",
    async (_name, form) => {
      const model = formRecommender(form, nItems);
      const options = { model, seen, topK: 20, filter };
      const reference = await recommendAll({ ...options, model: withoutForm(model) });
      for (let user = 0; user < nUsers; user++) {
        const scores = model.scoreUsers(Int32Array.of(user));
        const own = new Set(rowColumns(pairs, user));
        const excluded = Int32Array.from(scores.keys()).filter(
          (item) => own.has(item) || item % 3 === 0,
        );
        const expected = [...topKItems(scores, excluded, 20)];
        const row = [...reference.items.subarray(20 * user, 20 * (user + 1))];
        expect(row).toEqual([...expected, ...new Array<number>(20 - expected.length).fill(-1)]);
        const rowScores = [...reference.scores.subarray(20 * user, 20 * (user + 1))];
        expect(rowScores).toEqual(row.map((item) => (item < 0 ? 0 : scores[item])));
      }
      for (const threads of [1, 2, 4]) {
        configureCompute({ backend: "wasm", threads });
        expect(await recommendAll(options)).toEqual(reference);
      }
      configureCompute({ backend: "typescript" });
      expect(await recommendAll(options)).toEqual(reference);
    },
  );

  it("is what recommend lists place by place, and what the metrics beyond accuracy take", async () => {
    const model = formRecommender(tiedForms(nUsers, nItems).factors, nItems);
    const options = { model, seen, topK: 7, users: [5, 250, 5], filter };
    const all = await recommendAll(options);
    const lists = await recommend(options);
    expect([...all.userIndex]).toEqual([5, 250, 5]);
    expect(recommendationLists(lists).items).toEqual(all.items);
    expect(lists[1].items.map(({ score }) => score)).toEqual([...all.scores.subarray(7, 14)]);
    expect(catalogueCoverage(all, nItems)).toBe(
      catalogueCoverage(recommendationLists(lists), nItems),
    );
  });

  it("takes a K above the catalogue for its size, and fills short lists with -1", async () => {
    const model = stubRecommender(4, (_user, item) => item);
    const part = trainPart(2, 4, [
      [0, 3],
      [1, 0],
      [1, 1],
    ]);
    const { topK, items, scores } = await recommendAll({ model, seen: [part], topK: 50 });
    expect(topK).toBe(4);
    expect([...items]).toEqual([2, 1, 0, -1, 3, 2, -1, -1]);
    expect([...scores]).toEqual([2, 1, 0, 0, 3, 2, 0, 0]);
    const kept = await recommendAll({ model, seen: [part], topK: 2, mask: "keep" });
    expect([...kept.items]).toEqual([3, 2, 3, 2]);
    const predictor = stubPredictor((user, item) => (user === 0 ? -item : item));
    const predicted = await recommendAll({ model: predictor, seen: [part], topK: 1 });
    expect([...predicted.items]).toEqual([0, 3]);
    expect((await recommendAll({ model, seen: [part], users: [] })).items).toHaveLength(0);
  });

  it("names the user and item of a score that is not finite", async () => {
    const forms = tiedForms(nUsers, nItems);
    for (const value of [Number.NaN, Infinity]) {
      const broken = stubRecommender(nItems, (user, item) =>
        user === 280 && item === 60 ? value : 0,
      );
      await expect(recommendAll({ model: broken, seen })).rejects.toThrow(
        /E_METRIC_SCORE(.|\n)*user 280, item 60/,
      );
      const factors = { ...forms.biased, itemBias: new Float32Array(nItems) };
      factors.itemBias[17] = value;
      const model = formRecommender(factors, nItems);
      await expect(recommendAll({ model, seen, users: [9, 3] })).rejects.toThrow(
        /E_METRIC_SCORE(.|\n)*user 9, item 17/,
      );
    }
  });

  it.each(Object.entries(tiedForms(nUsers, nItems)))(
    "refuses users and items that the model does not know: %s",
    async (_name, form) => {
      const model = formRecommender(form, nItems);
      for (const user of [-1, nUsers]) {
        await expect(recommendAll({ model, seen, users: [user] })).rejects.toThrow("E_MODEL_USER");
      }
      const more = [trainPart(nUsers, nItems + 1, [[0, 0]])];
      await expect(recommendAll({ model, seen: more })).rejects.toThrow("E_MODEL_ITEM");
      await expect(recommendAll({ model, seen: [] })).rejects.toThrow("E_RECOMMEND_SEEN");
      await expect(recommendAll({ model, seen, topK: 0 })).rejects.toThrow("E_RECOMMEND_TOP_K");
    },
  );
});
