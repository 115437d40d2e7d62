import { describe, expect, it } from "vitest";
import { compileErrors } from "../../support/compile.js";

const HEADER = `
  import type { Split, TrainPart, ValidPart, FitInput } from "../src/index.js";
  declare const split: Split;
  declare function tune(part: TrainPart | ValidPart): void;
`;

describe("the test part is sealed by its type", () => {
  it.each([
    ["a tuner takes train", "tune(split.train);"],
    ["a tuner takes valid", "tune(split.valid);"],
    ["train's rows are readable", "export const rows = split.train.interactions;"],
    ["the number of test rows is readable", "export const rows: number = split.test.nRows;"],
    [
      "a fit takes train and valid",
      `export const input: Pick<FitInput, "train" | "valid"> = split;`,
    ],
    ["the package exports its type", `export type T = import("../src/index.js").TestPart;`],
  ])("legal: %s", (_name, code) => {
    expect(compileErrors(HEADER + code)).toEqual([]);
  });

  it.each([
    ["a tuner takes test", "tune(split.test);", "'TestPart' is not assignable"],
    [
      "test's rows are readable",
      "export const rows = split.test.interactions;",
      "'interactions' does not exist",
    ],
    [
      "a fit trains on test",
      `export const input: Pick<FitInput, "train"> = { train: split.test };`,
      "in type 'TestPart' but required in type 'TrainPart'",
    ],
    [
      "a fit stops early on test",
      `export const input: Pick<FitInput, "train" | "valid"> = { train: split.train, valid: split.test };`,
      "in type 'TestPart' but required in type 'ValidPart'",
    ],
    [
      "train passes for valid",
      "export const valid: ValidPart = split.train;",
      "not assignable to type 'ValidPart'",
    ],
    [
      "a literal passes for test",
      `export const test: Split["test"] = { kind: "test", nUsers: 1, nItems: 1, nRows: 0 };`,
      "Property '#brand' is missing",
    ],
    [
      "the package exports the opener",
      `import { openTestPart } from "../src/index.js"; export { openTestPart };`,
      "no exported member named 'openTestPart'",
    ],
  ])("refused: %s", (_name, code, expected) => {
    const errors = compileErrors(HEADER + code);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(expected);
  });

  it("the opener exists where experiments find it", () => {
    const code = `
      import { openTestPart } from "../src/data/split/parts.js";
      export const rows: number = openTestPart(split.test).nRows;`;
    expect(compileErrors(HEADER + code)).toEqual([]);
  });
});
