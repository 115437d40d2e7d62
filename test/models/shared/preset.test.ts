import { expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import { allModels, createModel, modelEntry } from "../../../src/models/registry.js";
import { completeConfig, withPresets } from "../../../src/models/shared/preset.js";

const defaults: Config = { preset: "none", size: 1, rate: 2, kind: "a" };
const made = withPresets(
  { ...modelEntry("popularity"), defaults },
  { other: { size: 5, rate: 2 }, none: {} },
);

const used = (config: Config): Config => completeConfig(made, config);

it("puts a preset's settings in place of the defaults, and of no others", () => {
  expect(used({ preset: "other" })).toEqual({ preset: "other", size: 5, rate: 2, kind: "a" });
  expect(used({ preset: "other", size: 3, kind: "b" })).toMatchObject({ size: 3, kind: "b" });
});

it("leaves what is given, also where it equals the default", () => {
  expect(used({ preset: "other", size: 1 })).toEqual({ ...defaults, preset: "other" });
  const given = modelEntry("lightgcn").defaults.learningRate;
  const { config } = createModel("lightgcn", { preset: "mmrec", learningRate: given }).describe();
  expect(config).toMatchObject({ learningRate: given, batchSize: 2048, epochs: 1000 });
});

it("applies a preset that is the default", () => {
  expect(completeConfig({ defaults, presets: { none: { size: 9 } } }, {}).size).toBe(9);
});

it("changes nothing the second time", () => {
  const once = used({ preset: "other", rate: 4 });
  expect(used(once)).toEqual(once);
});

it("leaves no preset, and one that there is not, to the model", () => {
  for (const preset of ["none", "toString", "no such preset"]) {
    expect(used({ preset })).toEqual({ ...defaults, preset });
  }
});

it("makes configs complete, with every preset of every model", () => {
  for (const entry of allModels()) {
    for (const preset of Object.keys(entry.presets ?? {})) {
      const { config } = createModel(entry.id, { preset }).describe();
      expect(Object.keys(config).sort()).toEqual(Object.keys(entry.defaults).sort());
      expect(config).toMatchObject({ ...entry.presets![preset], preset });
    }
  }
});
