import { expect, test } from "vitest";
import { estimateFitBytes } from "../../../src/experiment/index.js";
import type { FeatureMatrix } from "../../../src/models/contract.js";
import type { ModelEntry } from "../../../src/models/model-entry.js";
import { rankingModels } from "../../../src/models/registry.js";
import { networkBytes } from "../../../src/models/shared/network-bytes.js";
import { recommenderModel } from "../../../src/models/shared/recommender-model.js";
import { wholeNumber } from "../../../src/models/shared/settings.js";
import { campDataset, campSplit } from "../../support/experiment-data.js";
import { fitInput, trainPart } from "../../support/parts.js";

const matrix: FeatureMatrix = {
  nItems: 40,
  dim: 5,
  values: new Float32Array(200),
  missing: new Uint8Array(40),
};

test("features twice, parameters with their memories twice, activations once, in single precision", () => {
  const input = { ...fitInput(trainPart(1, 40, [])), features: { image: matrix, text: matrix } };
  const numbers = { parameters: 100, activations: 50 };
  expect(networkBytes(input, numbers)).toBe(4 * (2 * 400 + 2 * 100 * 3 + 50));
  expect(networkBytes(input, { ...numbers, memories: 0 })).toBe(4 * (800 + 200 + 50));
  expect(networkBytes(fitInput(trainPart(1, 40, [])), numbers)).toBe(4 * (600 + 50));
});

test("a run can be estimated before it starts, by the settings and features it will have", () => {
  const made = recommenderModel({
    ...{ id: "made-up", title: "Made up", source: "a test", floor: false },
    ...{ features: "required", defaults: { width: 3 }, searchSpace: {} },
    readSettings: (config) => ({ width: wholeNumber(config, "width", { minimum: 1 }) }),
    estimateBytes: (input, { width }) =>
      networkBytes(input, { parameters: input.train.nUsers * width, activations: 0 }),
    learn: () => Promise.resolve({ arrays: {} }),
    scorer: () => () => undefined,
  });
  const models = rankingModels as ModelEntry[];
  const dataset = campDataset();
  const split = campSplit(dataset);
  models.push(made);
  try {
    const run = { dataset, model: "made-up", features: { image: matrix } };
    expect(estimateFitBytes(run, split)).toBe(4 * (400 + 6 * 60 * 3));
    expect(estimateFitBytes({ ...run, config: { width: 5 } }, split)).toBe(4 * (400 + 6 * 60 * 5));
  } finally {
    models.pop();
  }
  expect(estimateFitBytes({ dataset, model: "popularity" }, split)).toBeUndefined();
});
