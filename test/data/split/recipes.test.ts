import { describe, expect, it } from "vitest";
import { splitByLabels, splitFold, splitKFold, splitMMRec } from "../../../src/data/index.js";
import { datasetOf, rowTexts, type Row } from "../../support/dataset-of.js";
import { splitRows, splitSizes } from "../../support/split-rows.js";

const dataset = datasetOf(Array.from({ length: 23 }, (_unused, row): Row => [row % 4, row, 3]));

describe("k-fold", () => {
  it("tests every row once, in folds of nearly equal size", () => {
    const splits = splitKFold(dataset, { folds: 5, seed: 1 });
    const tests = splits.map((split) => splitRows(dataset, split).test);
    expect(tests.flat().sort()).toEqual(rowTexts(dataset).sort());
    expect(tests.map((rows) => rows.length).sort()).toEqual([4, 4, 5, 5, 5]);
    expect(new Set(splits.map(({ hash }) => hash)).size).toBe(5);
  });

  it("cuts a validation share from train and leaves the test rows alone", () => {
    const plain = splitKFold(dataset, { folds: 5, seed: 1 });
    const cut = splitKFold(dataset, { folds: 5, seed: 1, valid: 0.25 });
    cut.forEach((split, fold) => {
      expect(splitRows(dataset, split).test).toEqual(splitRows(dataset, plain[fold]).test);
      const nTraining = dataset.nRatings - split.test.nRows;
      expect(split.valid.interactions.nRows).toBe(Math.round(nTraining / 4));
    });
    const valids = new Set(cut.map((split) => splitRows(dataset, split).valid.join()));
    expect(valids.size).toBe(5);
  });

  it("makes one fold as it makes all", () => {
    const options = { folds: 3, seed: 4, valid: 0.1 };
    const hashes = splitKFold(dataset, options).map(({ hash }) => hash);
    expect([0, 1, 2].map((fold) => splitFold(dataset, { ...options, fold }).hash)).toEqual(hashes);
  });
});

describe("mmrec", () => {
  it.each([
    [1, 1, 0, 0],
    [2, 2, 0, 0],
    [3, 1, 1, 1],
    [5, 3, 1, 1],
    [9, 7, 1, 1],
    [10, 8, 1, 1],
    [14, 12, 1, 1],
    [15, 12, 1, 2],
    [20, 16, 2, 2],
    [99, 80, 9, 10],
  ])("of %i rows %i, %i and %i", (nRows, train, valid, test) => {
    const user = datasetOf([
      ...Array.from({ length: nRows }, (_unused, row): Row => [0, row, 1]),
      [1, 0, 1],
    ]);
    expect(splitSizes(splitMMRec(user, { seed: 3 }))).toEqual([train + 1, valid, test]);
  });
});

describe("given-labels", () => {
  const labels = Uint8Array.from({ length: 23 }, (_unused, row) => row % 3);

  it("puts each row where its label says", () => {
    const split = splitByLabels(dataset, labels);
    const rows = rowTexts(dataset);
    expect(splitRows(dataset, split)).toEqual({
      train: rows.filter((_row, position) => position % 3 === 0),
      valid: rows.filter((_row, position) => position % 3 === 1),
      test: rows.filter((_row, position) => position % 3 === 2),
    });
    expect(split.recipe.timeOrder).toBe("none");
    expect(splitByLabels(dataset, labels, { timeOrder: "user" }).recipe.timeOrder).toBe("user");
  });

  it("leaves out users without a training row on request", () => {
    const small = datasetOf([
      [0, 0, 1],
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 1],
    ]);
    const split = splitByLabels(small, [0, 2, 1, 2], { dropColdUsers: true });
    expect(splitRows(small, split).test).toEqual(["u0 i1 1"]);
    expect(split.nDropped).toBe(2);
    expect(splitByLabels(small, [0, 2, 1, 2]).nDropped).toBe(0);
  });

  it.each<[string, number[]]>([
    ["a label too few", Array<number>(22).fill(0)],
    ["an unknown label", [...Array<number>(22).fill(0), 3]],
    ["a missing label", [...Array<number>(22).fill(0), Number.NaN]],
  ])("refuses %s: E_SPLIT_LABEL", (_name, wrong) => {
    expect(() => splitByLabels(dataset, wrong)).toThrow(/E_SPLIT_LABEL/);
  });
});
