import { expect, test } from "vitest";
import { createModel, modelEntry } from "../../src/models/registry.js";
import { expectCode } from "../support/model-contract.js";

test("an unknown id is an error that lists the known ones", async () => {
  await expectCode("E_MODEL_UNKNOWN", () => modelEntry("oracle"));
  expect(() => createModel("oracle")).toThrow(/svd-pp/);
});

test("a setting of another type is an error that says which type", async () => {
  await expectCode("E_MODEL_CONFIG", () => createModel("svd-pp", { epochs: "20" }));
  expect(() => createModel("svd-pp", { epochs: "20" })).toThrow(/a number/);
  expect(() => createModel("svd-pp", { epoch: 20 })).toThrow(/epochs/);
});

test("settings are laid over the defaults", () => {
  expect(createModel("svd-pp", { epochs: 3 }).describe().config).toMatchObject({
    epochs: 3,
    embeddingSize: 20,
  });
});
