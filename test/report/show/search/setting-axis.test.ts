import { describe, expect, it } from "vitest";
import { settingAxis, valueText } from "../../../../src/report/show/search/setting-axis.js";

describe("settingAxis", () => {
  it("puts listed values at equal distances, numbers ascending, words as listed", () => {
    const numbers = settingAxis("neighbours", [200, 50, 100]);
    expect([50, 100, 200].map(numbers.place)).toEqual([0, 0.5, 1]);
    const words = settingAxis("weighting", ["tf-idf", "bm25"]);
    expect(words.ticks).toEqual([{ at: 0, text: "tf-idf" }, { at: 1, text: "bm25" }]); // prettier-ignore
    expect([words.place("cosine"), words.place(undefined)]).toEqual([undefined, undefined]);
    expect(settingAxis("bias", [true]).place(true)).toBe(0.5);
  });

  it("writes at most eight values of a long list", () => {
    const axis = settingAxis(
      "neighbours",
      Array.from({ length: 30 }, (_unused, at) => at),
    );
    expect(axis.ticks.length).toBeLessThanOrEqual(8);
    expect(axis.place(29)).toBe(1);
  });

  it("places a range on the scale that it is drawn from", () => {
    const log = settingAxis("regularisation", { low: 1e-4, high: 1, scale: "log" });
    expect(log.place(0.01)).toBeCloseTo(0.5, 12);
    expect(log.ticks.map(({ text }) => text)).toEqual(["1e−4", "0.001", "0.01", "0.1", "1"]);
    const linear = settingAxis("share", { low: 0, high: 4, scale: "linear" });
    expect(linear.place(1)).toBe(0.25);
    expect(linear.ticks.map(({ text }) => text)).toEqual(["0", "2", "4"]);
    expect(settingAxis("one", { low: 2, high: 2, scale: "log" }).place(2)).toBe(0.5);
  });
});

describe("valueText", () => {
  it.each([
    [0.012345, "0.0123"],
    [0.00001234, "1.23e−5"],
    [12345678, "1.23e7"],
    [400, "400"],
    [-0.5, "−0.5"],
    ["tf-idf", "tf-idf"],
    [false, "false"],
    [undefined, "–"],
  ])("%s is %s", (value, text) => {
    expect(valueText(value)).toBe(text);
  });
});
