import { expect, it } from "vitest";
import {
  checkFeatures,
  parseFeatures,
  parseKnockOut,
} from "../../../src/cli/support/feature-options.js";
import { codeOf } from "./code-of.js";

it("reads modalities with their sources and knock-outs", () => {
  expect(parseFeatures(["image=a=b.npy", "text=bert-cls"])).toEqual({
    image: "a=b.npy",
    text: "bert-cls",
  });
  expect(parseKnockOut(["image=permuted", "text=absent"])).toEqual({
    image: "permuted",
    text: "absent",
  });
});

it("refuses words without a name or a source, a name twice, another kind", () => {
  for (const words of [["a.npy"], ["=a.npy"], ["image="], ["1=a"], ["image=a", "image=b"]])
    expect(codeOf(() => parseFeatures(words))).toBe("E_CLI_FEATURES");
  for (const words of [["image"], ["image=loud"], ["image=noise", "image=absent"]])
    expect(codeOf(() => parseKnockOut(words))).toBe("E_CLI_FEATURES");
});

it("refuses a model that needs features and has none, warns of one that does not look", () => {
  expect(codeOf(() => checkFeatures("vbpr", {}))).toBe("E_CLI_FEATURES");
  expect(checkFeatures("vbpr", {}, { image: "beside" })).toEqual([]);
  expect(checkFeatures("bias", {})).toEqual([]);
  expect(checkFeatures("bias", { image: "a.npy" })[0]).toContain('"bias"');
});
