/** What BPR reaches on a real set: positives from 4 stars, per-user 80/20 split, training items masked. */
import { describe, expect, test } from "vitest";
import { positivesByThreshold } from "../../../src/data/filter/positives.js";
import { loadDataset } from "../../../src/data/read/load-dataset.js";
import { makeSplit } from "../../../src/data/split/make-split.js";
import { runExperiment } from "../../../src/experiment/run-experiment.js";
import { hasDataset } from "../../support/real-data.js";

describe.skipIf(!(await hasDataset("ml-100k")))("on ml-100k, where its files are there", () => {
  test("the defaults are above the bar of NDCG@10", { timeout: 60_000 }, async () => {
    const raw = await loadDataset("ml-100k", { texts: false, posters: false });
    const dataset = positivesByThreshold(raw, 4);
    let sum = 0;
    for (const seed of [1, 2, 3]) {
      const split = makeSplit(dataset, { name: "per-user-random", train: 0.8, test: 0.2, seed });
      const settings = { dataset, split, model: "bpr", seed, metrics: ["ndcg@10"] };
      const { record } = await runExperiment({ ...settings, store: false });
      sum += record.metrics["ndcg@10"].mean;
    }
    expect(sum / 3).toBeGreaterThanOrEqual(0.27);
  });
});
