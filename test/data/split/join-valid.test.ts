import { expect, it } from "vitest";
import { splitByLabels } from "../../../src/data/index.js";
import { makeSplit } from "../../../src/data/split/make-split.js";
import { joinValid } from "../../../src/data/split/join-valid.js";
import { checkLeaks } from "../../../src/experiment/leak-check/check.js";
import { loadDataset } from "../../../src/data/read/load-dataset.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { splitRows } from "../../support/split-rows.js";

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

it("keeps the columns of either part, times where there are times, and the rest of the recipe", () => {
  const rows: Row[] = [
    [0, 0, 1, 10],
    [0, 1, 2, 20],
    [1, 0, 3, 30],
    [1, 2, 4, 40],
    [1, 1, 5, 50],
  ];
  for (const given of [rows, rows.map(([user, item, rating]): Row => [user, item, rating])]) {
    const dataset = datasetOf(given);
    const split = splitByLabels(dataset, [1, 0, 1, 2, 0], { dropColdUsers: true });
    const before = splitRows(dataset, split);
    const joined = joinValid(split);
    expect(splitRows(dataset, joined)).toEqual({
      train: [...before.train, ...before.valid],
      valid: [],
      test: before.test,
    });
    const { kind, nUsers, nItems, interactions } = joined.valid;
    expect([kind, nUsers, nItems]).toEqual(["valid", 2, 3]);
    const hasTimes = [joined.train.interactions, interactions].map((part) => "timestamp" in part);
    expect(hasTimes).toEqual([given === rows, given === rows]);
    expect(joined.recipe).toEqual({
      ...split.recipe,
      settings: { dropColdUsers: true, validInTrain: true },
    });
    expect(checkLeaks(dataset, joined).errors).toEqual([]);
  }
});
