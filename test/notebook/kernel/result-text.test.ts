import { describe, expect, it } from "vitest";

import { resultText } from "../../../src/notebook/kernel/result-text.js";

const numbers = Array.from({ length: 1000 }, (_, index) => index);

describe("the value of a cell as text", () => {
  it("has twelve entries of every list within an object", () => {
    const text = resultText({ ids: numbers, rating: Float32Array.from(numbers), rows: [numbers] });
    expect(text).toContain("... 988 more items");
    expect(text.split("988 more items")).toHaveLength(4);
    expect(text).not.toMatch(/\b12\b/);
  });

  it("has twelve of a list of objects and the first 300 characters of their texts", () => {
    const text = resultText(numbers.map((id) => ({ id, plot: "x".repeat(1000) })));
    expect(text).toContain("id: 11,");
    expect(text).not.toContain("id: 12,");
    expect(text).toContain(`'${"x".repeat(300)}'... 700 more characters`);
  });

  it.each([
    ["numbers", numbers],
    ["a typed array", Int32Array.from(numbers)],
    ["texts", numbers.map(String)],
  ])("has a hundred of %s", (_what, list) => {
    expect(resultText(list)).toContain("... 900 more items");
    expect(resultText(list)).toMatch(/\b99\b/);
  });

  it("has the whole of a text", () => {
    expect(resultText("x".repeat(20_000))).toBe(`'${"x".repeat(20_000)}'`);
  });

  it.each([
    [3.5, "3.5"],
    [null, "null"],
    [[], "[]"],
    [[null, true], "[ null, true ]"],
    [new Map([["a", 1]]), "Map(1) { 'a' => 1 }"],
  ])("is Node's for %j", (value, text) => {
    expect(resultText(value)).toBe(text);
  });
});
