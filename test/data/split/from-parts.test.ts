import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  datasetFromParts,
  IdMap,
  splitFromParts,
  splitPerUserRandom,
  type GivenPart,
} from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { datasetOf, rowTexts, type Row } from "../../support/dataset-of.js";
import { datasets } from "../../support/random-dataset.js";
import { refusalOf } from "../../support/refusal.js";
import { splitRows, splitSizes } from "../../support/split-rows.js";

const FACTS = { name: "files", ratingScale: { minimum: 1, maximum: 5, step: 1 } };

/** A part as a reader gives it: ids in order of first sight in this part alone. */
function partOf(name: string, rows: readonly Row[], lines?: number[]): GivenPart {
  const userIds = [...new Set(rows.map(([user]) => `u${user}`))];
  const itemIds = [...new Set(rows.map(([, item]) => `i${item}`))];
  const own = rows.map(([user, item, ...rest]): Row => [
    userIds.indexOf(`u${user}`),
    itemIds.indexOf(`i${item}`),
    ...rest,
  ]);
  const { interactions } = datasetOf(own);
  const ids = { users: new IdMap(userIds), items: new IdMap(itemIds) };
  return { name, ...ids, interactions, ...(lines !== undefined && { lines }) };
}

const rows: Row[] = [
  [0, 0, 1],
  [0, 1, 2],
  [1, 0, 3],
  [1, 2, 4],
  [2, 2, 5],
];
const dataset = datasetOf(rows);
const train = partOf("a.train", [
  [1, 0, 3],
  [0, 0, 1],
]);
const test = partOf("a.test", [[1, 2, 4]]);

describe("splitFromParts", () => {
  it("finds the files' pairs in the data set, keeps its order and counts the rest", () => {
    const split = splitFromParts(dataset, { train, test });
    expect(splitRows(dataset, split)).toEqual({
      train: ["u0 i0 1", "u1 i0 3"],
      valid: [],
      test: ["u1 i2 4"],
    });
    expect(split.nDropped).toBe(2);
    const withValid = splitFromParts(dataset, { train, test, valid: partOf("v", [[0, 1, 2]]) });
    expect(splitRows(dataset, withValid).valid).toEqual(["u0 i1 2"]);
  });

  it("is of given files, in the order of time that is promised for them", () => {
    const recipe = { name: "given-files", settings: {}, seed: 0, timeOrder: "none" };
    const ordered = { timeOrder: "user" } as const;
    expect(splitFromParts(dataset, { train, test }).recipe).toEqual(recipe);
    expect(splitFromParts(dataset, { train, test }, ordered).recipe).toEqual({
      ...recipe,
      ...ordered,
    });
    expect(datasetFromParts({ train, test }, FACTS).split.recipe).toEqual(recipe);
    expect(datasetFromParts({ train, test }, FACTS, ordered).split.recipe).toEqual({
      ...recipe,
      ...ordered,
    });
  });

  it("takes the data set's own ratings", () => {
    const other = partOf("b.train", [[0, 0, 5]]);
    const split = splitFromParts(dataset, { train: other, test });
    expect(splitRows(dataset, split).train).toEqual(["u0 i0 1"]);
  });

  it("remakes any split from its parts", () => {
    fc.assert(
      fc.property(datasets({ minRows: 3, duplicates: false }), fc.nat(), (drawn, seed) => {
        const split = splitPerUserRandom(drawn, { train: 0.6, valid: 0.2, test: 0.2, seed });
        const { users, items } = drawn;
        const remade = splitFromParts(drawn, {
          train: { name: "train", users, items, interactions: split.train.interactions },
          valid: { name: "valid", users, items, interactions: split.valid.interactions },
          test: { name: "test", users, items, interactions: openTestPart(split.test) },
        });
        expect(splitRows(drawn, remade)).toEqual(splitRows(drawn, split));
        expect(remade.nDropped).toBe(0);
      }),
    );
  });

  it("refuses unknown ids, naming the first rows: E_SPLIT_ID", () => {
    const unknown = partOf(
      "b.test",
      [
        [1, 2, 4],
        [7, 0, 1],
        [8, 0, 1],
        [7, 1, 1],
        [9, 1, 1],
      ],
      [2, 3, 5, 8, 9],
    );
    expect(() => splitFromParts(dataset, { train, test: unknown })).toThrow(
      /E_SPLIT_ID[^]*where: +b\.test, line 3\n[^]*4 rows with unknown ids: "u7" \(b\.test, line 3\), "u8" \(b\.test, line 5\), "u7" \(b\.test, line 8\)\n/,
    );
    const item = partOf("c.train", [[0, 9, 1]]);
    expect(() => splitFromParts(dataset, { train: item, test })).toThrow(
      /E_SPLIT_ID: A split file names an item that/,
    );
  });

  it("takes a file's id map with ids that no row uses", () => {
    const spare = { ...test, users: new IdMap([...test.users.ids, "stranger"]) };
    expect(() => splitFromParts(dataset, { train, test: spare })).not.toThrow();
  });

  it.each<[string, (part: GivenPart) => { train: GivenPart; valid?: GivenPart; test: GivenPart }]>([
    ["train and test", (part) => ({ train, test: part })],
    ["train and valid", (part) => ({ train, valid: part, test })],
    ["valid and test", (part) => ({ train: partOf("t", [[2, 2, 5]]), valid: train, test: part })],
  ])("refuses a pair in %s, naming the first rows: E_SPLIT_OVERLAP", (_name, parts) => {
    const doubled = partOf("doubled", [
      [0, 1, 2],
      [0, 0, 1],
    ]);
    expect(() => splitFromParts(dataset, parts(doubled))).toThrow(
      /E_SPLIT_OVERLAP[^]*a\.train and doubled\n[^]*1 rows[^]*user "u0" with item "i0" \(a\.train, row 2 and doubled, row 2\)/,
    );
  });

  it("names three of the pairs that stand in two parts, and counts all", () => {
    const first = partOf("a.train", rows, [2, 3, 4, 5, 6]);
    const again = partOf("a.test", rows.slice(1));
    expect(refusalOf(() => splitFromParts(dataset, { train: first, test: again }))).toEqual({
      code: "E_SPLIT_OVERLAP",
      where: "a.train and a.test",
      expected: "every pair of user and item in one part only",
      got:
        "4 rows whose pair stands in an earlier part: " +
        'user "u0" with item "i1" (a.train, line 3 and a.test, row 1); ' +
        'user "u1" with item "i0" (a.train, line 4 and a.test, row 2); ' +
        'user "u1" with item "i2" (a.train, line 5 and a.test, row 3)',
    });
  });

  it("refuses a pair that the data set lacks, or skips it: E_SPLIT_ROW", () => {
    const foreign = partOf("f.test", [
      [1, 2, 4],
      [2, 0, 4],
    ]);
    expect(() => splitFromParts(dataset, { train, test: foreign })).toThrow(
      /E_SPLIT_ROW[^]*f\.test, row 2\n[^]*user "u2" with item "i0", and 0 more rows/,
    );
    const split = splitFromParts(dataset, { train, test: foreign }, { missingPairs: "skip" });
    expect(splitSizes(split)).toEqual([2, 0, 1]);
  });
});

describe("datasetFromParts", () => {
  const valid = partOf("a.valid", [[5, 7, 2]]);

  it("joins rows and ids in order of first sight", () => {
    const { dataset: joined, split } = datasetFromParts({ train, valid, test }, FACTS);
    expect(joined.users.ids).toEqual(["u1", "u0", "u5"]);
    expect(joined.items.ids).toEqual(["i0", "i7", "i2"]);
    expect(rowTexts(joined)).toEqual(["u1 i0 3", "u0 i0 1", "u5 i7 2", "u1 i2 4"]);
    expect(splitSizes(split)).toEqual([2, 1, 1]);
    expect([split.nDropped, split.datasetHash]).toEqual([0, joined.contentHash]);
    expect(joined.interactions.timestamp).toBeUndefined();
    expect(joined.itemContent[1]).toEqual({ title: "i7", genres: [] });
  });

  it("says of the data what it is told, and no more", () => {
    const facts = {
      invented: true,
      licence: "free",
      sources: [],
      rejected: { count: 2, examples: [] },
    };
    const { dataset: plain } = datasetFromParts({ train, test }, FACTS);
    expect(plain).toMatchObject({ ...FACTS, invented: false, licence: "not stated", sources: [] });
    expect(plain.rejected).toEqual({ count: 0, examples: [] });
    expect(plain.userAttributes).toEqual([{}, {}]);
    expect(datasetFromParts({ train, test }, { ...FACTS, ...facts }).dataset).toMatchObject(facts);
  });

  it("keeps times when every part has them, and pairs that stand twice in one part", () => {
    const timed = {
      train: partOf("t", [
        [0, 0, 1, 10],
        [0, 0, 2, 20],
      ]),
      test: partOf("s", [[0, 1, 1, 30]]),
    };
    const { dataset: joined } = datasetFromParts(timed, FACTS);
    expect(rowTexts(joined)).toEqual(["u0 i0 1 @10", "u0 i0 2 @20", "u0 i1 1 @30"]);
    const partly = datasetFromParts({ ...timed, valid }, FACTS).dataset;
    expect(partly.interactions.timestamp).toBeUndefined();
  });

  it("refuses overlap: E_SPLIT_OVERLAP", () => {
    expect(() => datasetFromParts({ train, test: train }, FACTS)).toThrow(/E_SPLIT_OVERLAP/);
    expect(() => datasetFromParts({ train, test: partOf("o", [[1, 0, 3]]) }, FACTS)).toThrow(
      /E_SPLIT_OVERLAP[^]*a\.train, row 1 and o, row 1/,
    );
  });
});
