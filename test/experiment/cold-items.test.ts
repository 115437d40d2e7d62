import { describe, expect, it } from "vitest";
import { makeSplit } from "../../src/data/index.js";
import { refuseColdItems } from "../../src/experiment/cold-items.js";
import { runExperiment } from "../../src/experiment/index.js";
import { allModels, modelEntry, rankingModels } from "../../src/models/index.js";
import { campDataset } from "../support/experiment-data.js";

const dataset = campDataset();
const split = makeSplit(dataset, { name: "cold-item", seed: 1 });

describe("a split that holds out whole items", () => {
  it("refuses a model that knows nothing of them, before it is fitted", async () => {
    const run = runExperiment({ dataset, split, model: "item-knn", store: false });
    await expect(run).rejects.toThrow(/E_EXPERIMENT_COLD(.|\n)*content/);
  });

  it("lets floors and rating predictors with their fallbacks pass", async () => {
    for (const model of ["popularity", "random", "item-mean"]) {
      const { record } = await runExperiment({ dataset, split, model, store: false });
      expect(Object.values(record.metrics)[0].n).toBeGreaterThan(0);
    }
  });

  it("goes by the flag of the entry, for every model", () => {
    for (const entry of allModels()) {
      const { floor } = entry.create(entry.defaults).describe();
      const isRefused = rankingModels.some(({ id }) => id === entry.id) && !floor;
      const check = (): void => refuseColdItems("cold-item", entry, floor);
      if (isRefused && entry.scoresColdItems !== true) expect(check).toThrow("E_EXPERIMENT_COLD");
      else expect(check).not.toThrow();
      expect(() => refuseColdItems("per-user-random", entry, floor)).not.toThrow();
    }
    const content = { ...modelEntry("item-knn"), scoresColdItems: true };
    expect(() => refuseColdItems("cold-item", content, false)).not.toThrow();
  });
});
