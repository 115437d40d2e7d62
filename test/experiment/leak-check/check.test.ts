import { describe, expect, it } from "vitest";
import {
  describeSplits,
  makeSplit,
  splitByLabels,
  splitGlobalTemporal,
  splitPerUserTemporal,
  splitRandomRatings,
  TestPart,
  type Dataset,
  type Split,
} from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { checkLeaks, refuseLeaks, tuningParts } from "../../../src/experiment/index.js";
import { datasetOf, type Row } from "../../support/dataset-of.js";
import { campDataset } from "../../support/experiment-data.js";

const dataset = campDataset();
const shares = { train: 0.6, valid: 0.2, test: 0.2 };

/** The split with its test rows changed after it was made. */
function withTest(split: Split, change: (rows: ReturnType<typeof copyTest>) => void): Split {
  const rows = copyTest(split);
  change(rows);
  return { ...split, test: new TestPart(split.test.nUsers, split.test.nItems, rows) };
}

function copyTest(split: Split) {
  const { nRows, userIndex, itemIndex, rating, timestamp } = openTestPart(split.test);
  return {
    nRows,
    userIndex: userIndex.slice(),
    itemIndex: itemIndex.slice(),
    rating: rating.slice(),
    timestamp: timestamp!.slice(),
  };
}

function codes(given: Dataset, split: Split): (string | undefined)[] {
  return checkLeaks(given, split).errors.map(({ code }) => code);
}

describe("checkLeaks on clean splits", () => {
  it.each(describeSplits().map(({ name }) => name))("%s raises no alarm", (name) => {
    const { settings } = describeSplits().find((split) => split.name === name)!;
    const times = Object.keys(settings).filter((key) => key.endsWith("From"));
    const given = Object.fromEntries(times.map((key) => [key, 8000]));
    const split = makeSplit(dataset, { name, seed: 1, ...given });
    const { errors, warnings, nRows } = checkLeaks(dataset, split);
    expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
    expect(nRows).toBe(dataset.nRatings - split.nDropped);
  });

  it("raises none for a search, which has no test part", () => {
    const parts = tuningParts(splitRandomRatings(dataset, { ...shares, seed: 1 }));
    expect(checkLeaks(dataset, parts).errors).toEqual([]);
  });

  it("raises none where train and test touch in the same second", () => {
    const rows: Row[] = [0, 1, 2, 3].map((item) => [0, item, 3, 7]);
    const same = datasetOf(rows);
    for (const split of [splitGlobalTemporal(same, shares), splitPerUserTemporal(same, shares)]) {
      expect(checkLeaks(same, split).errors).toEqual([]);
    }
  });
});

describe("checkLeaks on planted leaks", () => {
  const rows: Row[] = [
    [0, 0, 4, 1],
    [0, 1, 3, 2],
    [1, 0, 5, 3],
    [0, 0, 2, 4],
  ];
  const doubled = datasetOf(rows);

  it("finds a pair in train and test, with user, item and both rows", () => {
    const { errors } = checkLeaks(doubled, splitByLabels(doubled, [0, 0, 0, 2]));
    expect(errors).toMatchObject([
      { code: "E_LEAK_PAIR", count: 1, rows: ["user u0, item i0: train row 0, test row 0"] },
    ]);
  });

  it.each([
    ["train and valid", [0, 0, 0, 1], "train row 0, valid row 0"],
    ["valid and test", [1, 0, 0, 2], "valid row 0, test row 0"],
  ])("finds a pair in %s", (_name, labels, named) => {
    const { errors } = checkLeaks(doubled, splitByLabels(doubled, labels));
    expect(errors[0].rows[0]).toContain(named);
  });

  it("only warns of a pair twice in one part", () => {
    const { errors, warnings } = checkLeaks(doubled, splitByLabels(doubled, [0, 0, 0, 0]));
    expect(errors).toEqual([]);
    expect(warnings[0]).toMatchObject({ count: 1, rows: [expect.stringContaining("train row 3")] });
  });

  it("warns of a film in train and test under two ids, with user, title and rows", () => {
    const films = ["Twin", "Other", " twin "].map((title) => ({ title, year: 1999, genres: [] }));
    const twins = datasetOf(
      [
        [0, 0, 4],
        [0, 1, 4],
        [0, 2, 4],
        [1, 2, 4],
      ],
      { itemContent: films },
    );
    const { errors, warnings } = checkLeaks(twins, splitByLabels(twins, [0, 0, 2, 0]));
    expect(errors).toEqual([]);
    expect(warnings).toMatchObject([
      {
        count: 1,
        rows: ['user u0, "Twin" of 1999: item i0 in train row 0, item i2 in test row 0'],
      },
    ]);
    expect(checkLeaks(twins, splitByLabels(twins, [0, 0, 0, 2])).warnings).toEqual([]);
  });

  it("finds test rows before training rows where the recipe promises time order over all", () => {
    const split = splitGlobalTemporal(dataset, shares);
    const early = withTest(split, (test) => (test.timestamp[2] = 5));
    const found = checkLeaks(dataset, early).errors.find(({ code }) => code === "E_LEAK_TIME");
    expect(found).toMatchObject({ count: 1, rows: [expect.stringContaining("test row 2")] });
    expect(found?.rows[0]).toContain("time 5");
  });

  it("compares times within a user only where the recipe promises no more", () => {
    // u1's test row is earlier than u0's training rows, but not than u1's own.
    const rows: Row[] = [
      [0, 0, 3, 100],
      [0, 1, 3, 200],
      [1, 0, 3, 10],
      [1, 1, 3, 20],
    ];
    const timed = datasetOf(rows);
    const split = splitPerUserTemporal(timed, { train: 0.5, valid: 0, test: 0.5 });
    expect(codes(timed, split)).toEqual([]);
    const asAll: Split = { ...split, recipe: { ...split.recipe, timeOrder: "all" } };
    expect(codes(timed, asAll)).toContain("E_LEAK_TIME");
    const early = withTest(split, (test) => (test.timestamp[1] = 9));
    expect(codes(timed, early)).toContain("E_LEAK_TIME");
  });

  it("finds test rows before validation rows, by user and over all", () => {
    const rows: Row[] = [1, 2, 3, 4].map((time) => [0, time, 3, time]);
    const timed = datasetOf(rows);
    const split = splitByLabels(timed, [0, 0, 2, 1]);
    for (const timeOrder of ["user", "all"] as const) {
      const { errors } = checkLeaks(timed, { ...split, recipe: { ...split.recipe, timeOrder } });
      expect(errors[0]).toMatchObject({ code: "E_LEAK_TIME", count: 1 });
      expect(errors[0].rows[0]).toContain("test row 0");
    }
  });

  it("finds time order promised without timestamps", () => {
    const untimed = datasetOf([
      [0, 0, 3],
      [0, 1, 3],
    ]);
    const split = splitByLabels(untimed, [0, 2]);
    const promised: Split = { ...split, recipe: { ...split.recipe, timeOrder: "user" } };
    expect(codes(untimed, promised)).toContain("E_LEAK_TIME");
  });

  it("finds a split of other data", () => {
    const split = splitRandomRatings(dataset, { ...shares, seed: 1 });
    expect(codes(campDataset(2), split)).toContain("E_LEAK_DATASET");
  });

  it("finds rows that were changed after the split was made", () => {
    const split = splitRandomRatings(dataset, { ...shares, seed: 1 });
    const changed = withTest(split, (test) => (test.rating[0] = 6 - test.rating[0]));
    expect(codes(dataset, changed)).toEqual(["E_LEAK_SPLIT"]);
  });

  it("finds rows that were lost", () => {
    const split = splitRandomRatings(dataset, { ...shares, seed: 1 });
    const short = withTest(split, (test) => {
      test.nRows--;
      for (const column of ["userIndex", "itemIndex", "rating", "timestamp"] as const) {
        Object.assign(test, { [column]: test[column].slice(1) });
      }
    });
    expect(codes(dataset, short)).toContain("E_LEAK_ROWS");
  });

  it("finds parts of another size and indices outside the data set", () => {
    const split = splitRandomRatings(dataset, { ...shares, seed: 1 });
    const outside = withTest(split, (test) => (test.itemIndex[1] = 40));
    const report = checkLeaks(dataset, outside);
    expect(report.errors).toMatchObject([
      { code: "E_LEAK_SHAPE", rows: ["test row 1: itemIndex 40"] },
    ]);
    const small = { ...split, train: { ...split.train, nItems: 39 } };
    expect(codes(dataset, small)).toEqual(["E_LEAK_SHAPE"]);
  });
});

describe("refuseLeaks", () => {
  const doubled = datasetOf([
    [0, 0, 4],
    [0, 1, 3],
    [0, 0, 2],
  ]);
  const report = checkLeaks(doubled, splitByLabels(doubled, [0, 0, 2]));

  it("throws the finding's code with its rows", () => {
    expect(() => refuseLeaks(report)).toThrow(/^E_LEAK_PAIR.*\n.*user u0, item i0/);
  });

  it("lets through what is allowed, and nothing else", () => {
    expect(() => refuseLeaks(report, ["E_LEAK_PAIR"])).not.toThrow();
    expect(() => refuseLeaks(report, ["E_LEAK_TIME"])).toThrow("E_LEAK_PAIR");
  });
});
