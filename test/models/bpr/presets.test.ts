import { expect, it } from "vitest";
import type { Recommender } from "../../../src/models/contract.js";
import { presets } from "../../../src/models/bpr/presets.js";
import { createModel, modelEntry } from "../../../src/models/registry.js";
import { fitInput } from "../../support/parts.js";
import { planted } from "./planted.js";

const { defaults } = modelEntry("bpr");

it.each(["implicit", "mmrec"] as const)("shows what the preset %s uses", (preset) => {
  const { config } = createModel("bpr", { preset }).describe();
  expect(config).toEqual({ ...defaults, preset, ...presets[preset] });
  expect(createModel("bpr", config).describe().config).toEqual(config);
});

it("leaves settings that are given beside a preset", () => {
  const { config } = createModel("bpr", { preset: "implicit", epochs: 7 }).describe();
  expect(config).toMatchObject({ epochs: 7, embeddingSize: 100, negatives: "popularity" });
  expect(createModel("bpr", config).describe().config).toEqual(config);
});

it("names only settings that there are", () => {
  for (const values of Object.values(presets)) {
    for (const [key, value] of Object.entries(values)) {
      expect(typeof defaults[key]).toBe(typeof value);
    }
  }
});

it("starts as implicit does: uniform within half a hundredth, biases too", async () => {
  const model = createModel("bpr", { preset: "implicit", epochs: 1, learningRate: 1e-9 });
  await (model as Recommender).fit(fitInput(planted().train));
  const { userFactors, itemFactors, itemBias } = model.state().arrays;
  for (const array of [userFactors, itemFactors, itemBias]) {
    const largest = Math.max(...Array.from(array, Math.abs));
    expect(largest).toBeLessThanOrEqual(0.005 + 1e-7);
    expect(largest).toBeGreaterThan(0.0045);
  }
});

it("fits with the preset of MMRec", async () => {
  const model = createModel("bpr", { preset: "mmrec", epochs: 5 });
  const { curve } = await model.fit(fitInput(planted().train));
  expect(curve.at(-1)!.values.loss).toBeLessThan(curve[0].values.loss);
  expect(model.state().arrays.itemBias.every((bias) => bias === 0)).toBe(true);
});
