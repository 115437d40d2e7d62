import { describe, expect, it } from "vitest";
import { gridSearch, randomSearch, tuningParts } from "../../../src/experiment/index.js";
import {
  gridCandidates,
  randomCandidates,
  spaceOf,
} from "../../../src/experiment/select/candidates.js";
import { describeChoices, type SearchSpace } from "../../../src/models/search-space.js";
import { campDataset, campSplit } from "../../support/experiment-data.js";

const space: SearchSpace = {
  rate: { low: 1e-4, high: 1, scale: "log" },
  share: { low: 2, high: 6, scale: "linear" },
  size: { low: 1, high: 4, scale: "linear", integer: true },
  count: { low: 1, high: 1000, scale: "log", integer: true },
  kind: ["a", "b"],
};
const drawn = randomCandidates("m", space, 2000, 1) as unknown as Record<string, never>[];
const column = (name: string): number[] => drawn.map((config) => config[name]);
const shareBelow = (name: string, limit: number): number =>
  column(name).filter((value) => value < limit).length / drawn.length;

describe("ranges", () => {
  it("give values between their ends, of four digits", () => {
    for (const name of ["rate", "share", "size", "count"]) {
      const { low, high } = space[name] as { low: number; high: number };
      expect(Math.min(...column(name))).toBeGreaterThanOrEqual(low);
      expect(Math.max(...column(name))).toBeLessThanOrEqual(high);
      expect(column(name).every((value) => Number(value.toPrecision(4)) === value)).toBe(true);
    }
    expect(new Set(column("size"))).toEqual(new Set([1, 2, 3, 4]));
    expect(column("count").every(Number.isInteger)).toBe(true);
  });

  it("are drawn from evenly, or evenly in the logarithm", () => {
    // Of 2,000 draws a share of 1/2 lies within .05 in all but 1 of 100,000 cases.
    expect(Math.abs(shareBelow("rate", 1e-2) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(shareBelow("share", 4) - 0.5)).toBeLessThan(0.05);
    expect(Math.abs(shareBelow("size", 3) - 0.5)).toBeLessThan(0.05);
    // Whole numbers up to 22 have the logarithms from that of 0.5 to that of 22.5.
    const half = Math.log(22.5 / 0.5) / Math.log(1000.5 / 0.5);
    expect(Math.abs(shareBelow("count", 23) - half)).toBeLessThan(0.05);
  });

  it("give the same values for the same seed, whatever else is searched over", () => {
    expect(randomCandidates("m", space, 2000, 1)).toEqual(drawn);
    expect(randomCandidates("m", space, 5, 1)).toEqual(drawn.slice(0, 5));
    expect(randomCandidates("m", space, 5, 2)).not.toEqual(drawn.slice(0, 5));
    const { rate } = space;
    const alone = randomCandidates("m", { rate }, 5, 1).map((config) => config.rate);
    expect(alone).toEqual(column("rate").slice(0, 5));
  });

  it("end when there is nothing new to draw", () => {
    const small: SearchSpace = { size: { low: 1, high: 3, scale: "linear", integer: true } };
    const sizes = randomCandidates("m", small, 50, 1).map((config) => config.size);
    expect(sizes.sort()).toEqual([1, 2, 3]);
  });

  it("are described in words", () => {
    expect(Object.values(space).map(describeChoices)).toEqual([
      "0.0001 to 1 (log)",
      "2 to 6",
      "1 to 4, whole",
      "1 to 1000 (log), whole",
      "a, b",
    ]);
  });

  it("are not for grids", () => {
    expect(() => gridCandidates("m", space, 1e9)).toThrow(/E_SELECT_SPACE.*rate, share/s);
  });

  it.each([
    ["ends that are swapped", { low: 2, high: 1, scale: "linear" }],
    ["an end that is no number", { low: Number.NaN, high: 1, scale: "linear" }],
    ["an end without end", { low: 1, high: Number.POSITIVE_INFINITY, scale: "linear" }],
    ["a logarithm of 0", { low: 0, high: 1, scale: "log" }],
    ["no scale", { low: 1, high: 2 }],
    ["another scale", { low: 1, high: 2, scale: "square" }],
    ["whole numbers between others", { low: 1.5, high: 2, scale: "linear", integer: true }],
    ["texts", { low: "1", high: "2", scale: "linear" }],
  ])("are refused with %s", (_name, range) => {
    const given = { shrinkage: range } as unknown as SearchSpace;
    expect(() => spaceOf("item-knn", given)).toThrow("E_SELECT_SPACE");
  });

  it("are refused where the model cannot take an end", () => {
    const given: SearchSpace = { neighbours: { low: 0, high: 9, scale: "linear", integer: true } };
    expect(() => spaceOf("item-knn", given)).toThrow("E_MODEL_CONFIG");
    const text: SearchSpace = { weighting: { low: 1, high: 9, scale: "linear" } };
    expect(() => spaceOf("item-knn", text)).toThrow("E_MODEL_CONFIG");
  });

  it("leave fixed settings alone", async () => {
    const dataset = campDataset();
    const parts = tuningParts(campSplit(dataset));
    const result = await randomSearch({
      dataset,
      parts,
      model: "item-knn",
      config: { shrinkage: 7 },
      space: {
        neighbours: { low: 1, high: 40, scale: "log", integer: true },
        shrinkage: { low: 0, high: 99, scale: "linear" },
      },
      nTrials: 4,
      store: false,
    });
    expect(result.trials.map(({ config }) => config.shrinkage)).toEqual([7, 7, 7, 7]);
    expect(new Set(result.trials.map(({ config }) => config.neighbours)).size).toBe(4);
    const grid = { dataset, parts, model: "item-knn", space, store: false } as const;
    await expect(gridSearch(grid)).rejects.toThrow("E_MODEL_CONFIG");
  });
});
