import { describe, expect, it } from "vitest";
import { isMoviolaError, MoviolaError } from "../../src/common/index.js";

describe("MoviolaError", () => {
  it("says where, what was expected, what was got and how to fix it", () => {
    const cause = new Error("inner");
    const error = new MoviolaError("E_DATA_ROW", "A row is faulty", {
      where: "u.data, line 3",
      expected: "four columns",
      got: "three",
      remedy: "Check the separator",
      cause,
    });
    expect(error.message.split("\n")).toEqual([
      "E_DATA_ROW: A row is faulty",
      "  where:    u.data, line 3",
      "  expected: four columns",
      "  got:      three",
      "  to fix:   Check the separator",
    ]);
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("MoviolaError");
    expect(error.cause).toBe(cause);
  });

  it("leaves out what is not known", () => {
    expect(new MoviolaError("E_X", "Only this").message).toBe("E_X: Only this");
  });

  it("is told from other errors, by code if wanted", () => {
    const error = new MoviolaError("E_X", "x");
    expect(isMoviolaError(error)).toBe(true);
    expect(isMoviolaError(error, "E_X")).toBe(true);
    expect(isMoviolaError(error, "E_Y")).toBe(false);
    expect(isMoviolaError(new Error("E_X"))).toBe(false);
    expect(isMoviolaError(undefined)).toBe(false);
  });
});
