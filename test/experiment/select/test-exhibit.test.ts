import { readdir } from "node:fs/promises";
import { describe, expect, it } from "vitest";
import {
  gridSearch,
  runExperiment,
  testExhibit,
  tuningParts,
} from "../../../src/experiment/index.js";
import { rejectionCode } from "../../cli/support/code-of.js";
import { campDataset, campSplit, temporaryStore } from "../../support/experiment-data.js";

describe("testExhibit", async () => {
  const dataset = campDataset();
  const split = campSplit(dataset);
  const { record } = await gridSearch({
    dataset,
    parts: tuningParts(split),
    model: "item-knn",
    space: { neighbours: [2, 20] },
    store: false,
    workers: 1,
  });

  it("has what an experiment with each configuration would measure, and keeps nothing", async () => {
    const store = await temporaryStore();
    const before = await readdir(store.directory);
    const { metric, values } = await testExhibit(record, { dataset, split, workers: 1 });
    expect(metric).toBe("ndcg@10");
    expect(Object.keys(values)).toEqual(["0", "1"]);
    for (const { candidate, config } of record.trials) {
      const run = await runExperiment({ dataset, split, model: "item-knn", config, store: false });
      expect(values[candidate]).toEqual(run.record.metrics["ndcg@10"]);
    }
    expect(await readdir(store.directory)).toEqual(before);
  });

  it("refuses data and splits that the search was not made on", async () => {
    const otherSplit = testExhibit(record, { dataset, split: campSplit(dataset, 2), workers: 1 });
    expect(await rejectionCode(otherSplit)).toBe("E_SELECT_EXHIBIT");
    const other = campDataset(2);
    const otherData = testExhibit(record, { dataset: other, split: campSplit(other), workers: 1 });
    expect(await rejectionCode(otherData)).toBe("E_SELECT_EXHIBIT");
  });
});
