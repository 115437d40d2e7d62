import { expect, test } from "vitest";
import { checkWarmStart } from "../../../src/models/shared/warm-start.js";
import { expectCode } from "../../support/model-contract.js";

const state = { id: "als", config: {}, nUsers: 3, nItems: 4, arrays: {}, numbers: {} };

test("a fit starts from the same model on as many users and items, from nothing else", async () => {
  expect(() => checkWarmStart(state, "als", { nUsers: 3, nItems: 4 })).not.toThrow();
  for (const [id, nUsers, nItems] of [
    ["bpr", 3, 4],
    ["als", 4, 4],
    ["als", 3, 5],
  ] as const) {
    await expectCode("E_MODEL_STATE", () => checkWarmStart(state, id, { nUsers, nItems }));
  }
});
