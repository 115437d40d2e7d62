import { describe, expect, it } from "vitest";
import { columnsOption } from "../../../src/cli/support/evaluation-options.js";
import {
  listLengthOption,
  listOption,
  modelSettings,
  numberOption,
  splitSettings,
  topKOption,
  wholeNumberOption,
} from "../../../src/cli/support/options.js";
import { scaleOption } from "../../../src/cli/support/scale.js";
import { secondsOption } from "../../../src/cli/support/seconds.js";
import { codeOf } from "./code-of.js";

describe("values of options", () => {
  it("are read as what they say", () => {
    expect(wholeNumberOption("42")).toBe(42);
    expect(numberOption("3.5")).toBe(3.5);
    expect(topKOption("20,5, 10,5")).toEqual([20, 5, 10]);
    expect(listLengthOption("7")).toBe(7);
    expect(listOption("ndcg, recall,,")).toEqual(["ndcg", "recall"]);
    expect(scaleOption("0.5,5")).toEqual({ minimum: 0.5, maximum: 5, step: 0.5 });
    expect(scaleOption("1,5")).toEqual({ minimum: 1, maximum: 5, step: 1 });
    expect(secondsOption("1.5")).toBe(1.5);
    expect(columnsOption("user=who,item=2")).toEqual({ user: "who", item: 2 });
  });

  it.each([
    [wholeNumberOption, ["", " ", "-1", "1.5", "x", "1e99", "NaN"]],
    [numberOption, ["", "x", "Infinity", "NaN"]],
    [topKOption, ["", "0", "5,0", "5,,6", "-5", "1.5", "x", "5;6", "99999999999999999999"]],
    [listLengthOption, ["5,10", "0", ""]],
    [listOption, ["", ",", " , "]],
    [scaleOption, ["5,1", "1", "1,1", "1,2,3", "a,b", ""]],
    [secondsOption, ["0", "-1", "x", "", "Infinity"]],
    [columnsOption, ["", "film=x", "user", "user=", "user=a=b"]],
  ])("%o refuses %j", (parse, texts) => {
    for (const text of texts) expect(() => parse(text), JSON.stringify(text)).toThrow(/expected/);
  });
});

describe("settings", () => {
  it("of a model have the types of its defaults", () => {
    expect(modelSettings("item-knn", ["neighbours=50", "weighting=bm25"])).toEqual({
      neighbours: 50,
      weighting: "bm25",
    });
    expect(modelSettings("random")).toEqual({});
  });

  it("of a recipe have the types of its defaults, numbers without a default too", () => {
    expect(splitSettings("per-user-random", ["train=0.8", "test=.2"])).toEqual({
      train: 0.8,
      test: 0.2,
    });
    expect(splitSettings("leave-one-out-random", ["withValid=false"])).toEqual({
      withValid: false,
    });
    expect(splitSettings("global-times", ["testFrom=9e8"])).toEqual({ testFrom: 9e8 });
  });

  it.each(["neighbours", "=5", "neighbours=", "neighbours=x", "no=1", "__proto__=1", "toString=1"])(
    "%s is refused with E_CLI_SETTING",
    (word) => {
      expect(codeOf(() => modelSettings("item-knn", [word]))).toBe("E_CLI_SETTING");
      expect(codeOf(() => splitSettings("k-fold", [word]))).toBe("E_CLI_SETTING");
    },
  );

  it("that are not true or false are refused where they should be", () => {
    expect(codeOf(() => splitSettings("leave-one-out-random", ["withValid=1"]))).toBe(
      "E_CLI_SETTING",
    );
    expect(codeOf(() => modelSettings("random", ["a=1"]))).toBe("E_CLI_SETTING");
  });

  it("of what is not there are refused", () => {
    expect(codeOf(() => modelSettings("nothing", []))).toBe("E_MODEL_UNKNOWN");
    expect(codeOf(() => splitSettings("nothing", []))).toBe("E_SPLIT_RECIPE");
  });
});
