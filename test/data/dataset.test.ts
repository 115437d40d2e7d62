import { describe, expect, it } from "vitest";
import { Dataset, IdMap, type DatasetParts, type ItemContent } from "../../src/data/index.js";
import { datasetOf } from "../support/dataset-of.js";

const dataset = datasetOf([
  [0, 0, 5, 10],
  [0, 2, 3, 20],
  [1, 1, 1, 30],
]);

describe("Dataset", () => {
  it("counts users, items, ratings and density", () => {
    expect([dataset.nUsers, dataset.nItems, dataset.nRatings]).toEqual([2, 3, 3]);
    expect(dataset.density).toBe(0.5);
  });

  it("with() replaces parts and leaves the original", () => {
    const renamed = dataset.with({ name: "other" });
    expect([renamed.name, dataset.name]).toEqual(["other", "small"]);
    expect(renamed.interactions).toBe(dataset.interactions);
    expect(renamed.licence).toBe(dataset.licence);
  });
});

describe("contentHash", () => {
  const { interactions, itemContent } = dataset;
  const firstItem = (change: Partial<ItemContent>): Partial<DatasetParts> => ({
    itemContent: [{ ...itemContent[0], ...change }, ...itemContent.slice(1)],
  });

  it.each<[string, Partial<DatasetParts>]>([
    ["a user id", { users: new IdMap(["u0", "x"]) }],
    ["an item id", { items: new IdMap(["i0", "i1", "x"]) }],
    ["a user", { interactions: { ...interactions, userIndex: Int32Array.of(0, 1, 1) } }],
    ["an item", { interactions: { ...interactions, itemIndex: Int32Array.of(0, 1, 1) } }],
    ["a rating", { interactions: { ...interactions, rating: Float32Array.of(5, 3, 2) } }],
    ["a time", { interactions: { ...interactions, timestamp: Float64Array.of(10, 20, 31) } }],
    ["the times' absence", { interactions: { ...interactions, timestamp: undefined } }],
    ["the scale", { ratingScale: { minimum: 1, maximum: 5, step: 0.5 } }],
    ["a title", firstItem({ title: "Other" })],
    ["a genre", firstItem({ genres: ["War"] })],
    ["a text", firstItem({ text: "Plot" })],
    ["an attribute", { userAttributes: [{ number: 0 }, { number: 7 }] }],
  ])("changes with %s", (_name, change) => {
    expect(dataset.with(change).contentHash).not.toBe(dataset.contentHash);
  });

  it.each<[string, Partial<DatasetParts>]>([
    ["the name", { name: "other" }],
    ["where posters lie", firstItem({ posterPath: "/elsewhere/0.jpg" })],
    ["the licence", { licence: "other" }],
  ])("does not change with %s", (_name, change) => {
    expect(dataset.with(change).contentHash).toBe(dataset.contentHash);
  });
});

describe("E_DATASET_SHAPE", () => {
  const { interactions } = dataset;

  it.each<[string, Partial<DatasetParts>, RegExp]>([
    ["rating", { interactions: { ...interactions, rating: new Float32Array(2) } }, /rating/],
    ["users", { interactions: { ...interactions, userIndex: new Int32Array(4) } }, /userIndex/],
    ["items", { interactions: { ...interactions, itemIndex: new Int32Array(4) } }, /itemIndex/],
    ["times", { interactions: { ...interactions, timestamp: new Float64Array(1) } }, /timestamp/],
    ["content", { itemContent: [] }, /itemContent/],
    ["attributes", { userAttributes: [] }, /userAttributes/],
    [
      "a user out of range",
      { interactions: { ...interactions, userIndex: Int32Array.of(0, 2, 0) } },
      /userIndex\[1\][^]*0 to 1/,
    ],
    [
      "an item out of range",
      { interactions: { ...interactions, itemIndex: Int32Array.of(0, 0, -1) } },
      /itemIndex\[2\][^]*0 to 2/,
    ],
  ])("%s", (_name, change, message) => {
    expect(() => dataset.with(change)).toThrow(/E_DATASET_SHAPE/);
    expect(() => dataset.with(change)).toThrow(message);
  });

  it("takes a data set without rows", () => {
    expect(datasetOf([])).toBeInstanceOf(Dataset);
  });
});
