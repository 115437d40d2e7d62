/** A wrong name is answered with the right one where one is near. */
import { describe, expect, it } from "vitest";
import { didYouMean } from "../../src/common/suggest.js";
import { createModel, modelEntry } from "../../src/models/index.js";

const ids = ["als", "bpr", "item-knn", "item-knn-baseline", "lightgcn", "lgmrec", "popularity"];

describe("a name that is nearly right", () => {
  it.each([
    ["LightGCN", '"lightgcn"'],
    ["ItemKNN", '"item-knn"'],
    ["lihgtgcn", '"lightgcn"'],
    ["popularty", '"popularity"'],
    ["item_knn_baselin", '"item-knn-baseline"'],
    ["pop", '"popularity"'],
  ])("%s: %s", (word, name) => {
    expect(didYouMean(word, ids)).toBe(`Did you mean ${name}? `);
  });

  it("may be near to several, of which three are named", () => {
    const found = didYouMean("rank", ["ranks", "franks", "prank", "drank", "crank"]);
    expect(found).toBe('Did you mean "ranks" or "prank" or "drank"? ');
  });

  it("stands before the remedy of models, and of their settings", () => {
    expect(() => modelEntry("BPRMF")).toThrow(/to fix: {3}Did you mean "bpr"\? `moviola models`/);
    expect(() => createModel("bpr", { learning_rate: 0.1 })).toThrow(
      /to fix: {3}Did you mean "learningRate"\? `moviola models bpr`/,
    );
  });
});

describe("no guess", () => {
  it.each(["", "x", "neural-collaborative-filtering", "ease-of-use", "a".repeat(100_000)])(
    "for %.20s",
    (word) => {
      expect(didYouMean(word, ids)).toBe("");
    },
  );

  it("where there are no names", () => {
    expect(didYouMean("bpr", [])).toBe("");
  });
});
