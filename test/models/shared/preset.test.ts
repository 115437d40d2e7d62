import { expect, it } from "vitest";
import type { Config } from "../../../src/common/json.js";
import type { Recommender } from "../../../src/models/contract.js";
import type { ModelEntry } from "../../../src/models/model-entry.js";
import { withPresets } from "../../../src/models/shared/preset.js";

const seen: Config[] = [];
const entry: ModelEntry<Recommender> = {
  id: "made-up",
  task: "ranking",
  defaults: { preset: "none", size: 1, rate: 2, kind: "a" },
  searchSpace: {},
  create: (config) => {
    seen.push(config);
    return {} as Recommender;
  },
};
const made = withPresets(entry, { other: { size: 5, rate: 2 } });

function used(config: Config): Config {
  made.create({ ...entry.defaults, ...config });
  return seen.at(-1)!;
}

it("replaces settings that are at their defaults, and no others", () => {
  expect(used({ preset: "other" })).toEqual({ preset: "other", size: 5, rate: 2, kind: "a" });
  expect(used({ preset: "other", size: 3, kind: "b" })).toMatchObject({ size: 3, kind: "b" });
});

it("changes nothing the second time", () => {
  const once = used({ preset: "other", rate: 4 });
  expect(used(once)).toEqual(once);
});

it("leaves no preset, and one that there is not, to the model", () => {
  for (const preset of ["none", "toString", "no such preset"]) {
    expect(used({ preset })).toEqual({ ...entry.defaults, preset });
  }
});
