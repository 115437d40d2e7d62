import { describe, expect, it } from "vitest";
import { evaluate } from "../../src/papers/formula.js";

const values = { a: 2, b: 3, c1: 5 };

describe("evaluate", () => {
  it.each([
    ["1 + 2 * 3", 7],
    ["(1 + 2) * 3", 9],
    ["8 / 4 / 2", 1],
    ["8 - 4 - 2", 2],
    ["8 - (4 - 2)", 6],
    ["2.25 * 4", 9],
    ["10", 10],
    ["-a", -2],
    ["--a", 2],
    ["b - -a", 5],
    ["-(a + b)", -5],
    ["-a * b", -6],
    ["a*b+c1", 11],
    ["c1 / a", 2.5],
    ["a > b", 0],
    ["b > a", 1],
    ["a > a", 0],
    ["1 + 1 > 1 * 1", 1],
    ["1 - (a > b)", 1],
  ])("%s is %d", (formula, value) => {
    expect(evaluate(formula, values)).toBe(value);
  });

  it.each([
    ["", "the end where a number or a name was due"],
    ["1 +", "the end where a number or a name was due"],
    ["-", "the end where a number or a name was due"],
    ["(", "the end where a number or a name was due"],
    ["* 2", "* where a number or a name was due"],
    ["toString", "toString where a number or a name was due"],
    ["d", "d where a number or a name was due"],
    ["(1", "a parenthesis that is not closed"],
    ["(1 + 2 3", "a parenthesis that is not closed"],
    ["1 2", "2 behind the end"],
    ["a)", ") behind the end"],
    ["1.", ". behind the end"],
    ["a ^ 2", "^ behind the end"],
  ])("%j is refused", (formula, message) => {
    expect(() => evaluate(formula, values)).toThrow(new SyntaxError(message));
  });
});
