import { expect, it } from "vitest";
import { makeSplit } from "../../../src/data/split/make-split.js";
import { joinValid } from "../../../src/data/split/join-valid.js";
import { checkLeaks } from "../../../src/experiment/leak-check/check.js";
import { loadDataset } from "../../../src/data/read/load-dataset.js";

it("puts the validation rows behind the training rows and leaves the test part alone", async () => {
  const dataset = await loadDataset("demo");
  const request = { name: "per-user-random", train: 0.6, valid: 0.2, test: 0.2, seed: 1 };
  const split = makeSplit(dataset, request);
  const joined = joinValid(split);
  const rows = split.train.interactions.nRows + split.valid.interactions.nRows;
  expect(joined.train.interactions.nRows).toBe(rows);
  expect([...joined.train.interactions.itemIndex]).toEqual([
    ...split.train.interactions.itemIndex,
    ...split.valid.interactions.itemIndex,
  ]);
  expect(joined.valid.interactions.nRows).toBe(0);
  expect(joined.test).toBe(split.test);
  expect(joined.hash).not.toBe(split.hash);
  expect(joined.recipe.settings.validInTrain).toBe(true);
  expect(checkLeaks(dataset, joined).errors).toEqual([]);
});
