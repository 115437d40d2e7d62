import { expect, test } from "vitest";
import { checkFitSize } from "../../../src/models/shared/fit-size.js";
import { isMoviolaError } from "../../../src/common/errors.js";

test("a fit that is too large is refused with both sizes", () => {
  const details = { summary: "The factors would not fit", of: "7 users" };
  expect(() => checkFitSize(2 ** 30, 2 ** 30, details)).not.toThrow();
  try {
    checkFitSize(3 * 2 ** 29, 2 ** 30, details);
    expect.unreachable();
  } catch (error) {
    expect(isMoviolaError(error, "E_MODEL_SIZE")).toBe(true);
    expect(String(error)).toMatch(/at most 1\.0 GiB[^]*about 1\.5 GiB for 7 users/);
  }
});
