import { expect, test } from "vitest";
import { createModel, modelEntry, ratingModels } from "../../../src/models/registry.js";
import type { ModelState } from "../../../src/models/state.js";
import { allScores, expectCode, fingerprint, fitted } from "../../support/model-contract.js";

test.each(ratingModels.map(({ id }) => id))(
  "%s refuses a state with a part missing",
  async (id) => {
    const model = await fitted(modelEntry(id));
    const before = fingerprint(model);
    const state = model.state();
    const without = (name: string): ModelState => {
      const { [name]: _gone, ...arrays } = state.arrays;
      return { ...state, arrays };
    };
    const parts = Object.keys(state.arrays);
    for (const name of parts) await expectCode("E_MODEL_STATE", () => model.restore(without(name)));
    for (const name of parts) {
      const array = state.arrays[name];
      const cut = { ...state, arrays: { ...state.arrays, [name]: array.slice(0, -1) } };
      await expectCode("E_MODEL_STATE", () => model.restore(cut));
    }
    expect(fingerprint(model)).toBe(before);
  },
);

test("an array of another type, a missing number", async () => {
  const model = await fitted(modelEntry("bias"));
  const state = model.state();
  const wrong = { ...state.arrays, userBias: new Int32Array(state.nUsers) };
  await expectCode("E_MODEL_STATE", () => model.restore({ ...state, arrays: wrong }));
  await expectCode("E_MODEL_STATE", () => model.restore({ ...state, numbers: {} }));
  expect(await allScores(model)).toHaveLength(31 * 31);
});

test("a state brings its settings along", async () => {
  const two = createModel("item-knn-rating", { neighbours: 2 });
  two.restore((await fitted(modelEntry("item-knn-rating"))).state());
  expect(two.describe().config.neighbours).toBe(40);
});
