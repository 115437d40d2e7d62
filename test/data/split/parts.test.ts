import { describe, expect, it } from "vitest";
import { TestPart } from "../../../src/data/index.js";
import { openTestPart } from "../../../src/data/split/parts.js";
import { forEachUser } from "../../../src/data/split/place.js";
import { datasetOf } from "../../support/dataset-of.js";

describe("the test part at run time", () => {
  const { interactions } = datasetOf([[0, 0, 5]]);

  it("holds no reachable rows, only counts", () => {
    const part = new TestPart(1, 1, interactions);
    expect(JSON.parse(JSON.stringify(part))).toEqual({
      kind: "test",
      nUsers: 1,
      nItems: 1,
      nRows: 1,
    });
    const reachable: unknown[] = Reflect.ownKeys(part).map(
      (key) => Reflect.get(part, key) as unknown,
    );
    expect(reachable.some((value) => typeof value === "object")).toBe(false);
  });

  it("gives its rows to the opener", () => {
    expect(openTestPart(new TestPart(1, 1, interactions))).toBe(interactions);
  });

  it("knows its own from lookalikes", () => {
    expect(TestPart.isTestPart(new TestPart(1, 1, interactions))).toBe(true);
    expect(TestPart.isTestPart({ kind: "test", nUsers: 1, nItems: 1, nRows: 1 })).toBe(false);
  });
});

it("users without rows are passed over, the others come in order with their rows", () => {
  const dataset = datasetOf([
    [3, 0, 1],
    [1, 0, 2],
    [3, 1, 3],
  ]);
  const visits: [number, number[]][] = [];
  forEachUser(dataset, (rows, user) => visits.push([user, [...rows]]));
  expect(visits).toEqual([
    [1, [1]],
    [3, [0, 2]],
  ]);
});
