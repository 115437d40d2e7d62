import { expect, test } from "vitest";
import { datasetFromParts } from "../../src/data/index.js";
import { caseStudies } from "../../src/experiment/index.js";
import { createModel } from "../../src/models/registry.js";
import { datasetOf } from "../support/dataset-of.js";

test("a case study tells history, hits and misses of a user", async () => {
  const rows = (pairs: readonly (readonly [number, number])[]) =>
    datasetOf(pairs.map(([user, item]) => [user, item, 1] as const));
  const { dataset, split } = datasetFromParts(
    {
      train: rows([
        [0, 0],
        [1, 0],
        [1, 1],
        [2, 1],
        [2, 2],
      ]),
      test: rows([
        [0, 1],
        [0, 3],
      ]),
    },
    { name: "parts", ratingScale: { minimum: 0, maximum: 1, step: 1 } },
  );
  const model = createModel("popularity");
  await model.fit({ train: split.train, ratingScale: dataset.ratingScale, seed: 1 });
  const [study] = await caseStudies({
    split,
    model,
    users: [dataset.users.indexOf("u0")],
    topK: 2,
  });
  const ids = (items: readonly number[]): string[] => items.map((item) => dataset.items.idOf(item));
  expect(ids(study.history)).toEqual(["i0"]);
  // Item 0 is seen; of the others item 1 has two users, item 2 one, item 3 none.
  expect(ids(study.recommended.map((item) => item.itemIndex))).toEqual(["i1", "i2"]);
  expect(study.recommended.map((item) => item.hit)).toEqual([true, false]);
  expect(ids(study.missed)).toEqual(["i3"]);
});
