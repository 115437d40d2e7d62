/**
 * What ALS and EASE reach on the real MovieLens sets: positives from 4 stars, per-user 80/20 splits,
 * training items masked, settings chosen on validation.
 */
import { beforeAll, describe, expect, test } from "vitest";
import type { Config } from "../../src/common/json.js";
import type { Dataset } from "../../src/data/dataset.js";
import { positivesByThreshold } from "../../src/data/filter/positives.js";
import { loadDataset } from "../../src/data/read/load-dataset.js";
import { makeSplit } from "../../src/data/split/make-split.js";
import { runExperiment } from "../../src/experiment/run-experiment.js";
import { hasDataset } from "../support/real-data.js";

const minute = 60_000;
const seeds = [1, 2, 3];

const cases = [
  {
    name: "ml-100k",
    als: { regularisation: 0.02, regularisationExponent: 1, unobservedWeight: 0.2 },
    alsBar: 0.32,
    ease: { regularisation: 300 },
    easeBar: 0.32,
  },
  {
    name: "ml-1m",
    als: { regularisation: 0.01, regularisationExponent: 1, unobservedWeight: 0.2 },
    alsBar: 0.32,
    ease: { regularisation: 1000 },
    easeBar: 0.33,
  },
] as const;

for (const { name, als, alsBar, ease, easeBar } of cases) {
  const isThere = await hasDataset(name);
  const why = isThere ? "" : " (skipped: its files are not there)";
  describe.skipIf(!isThere)(`mean NDCG@10 on ${name}${why}`, () => {
    let dataset: Dataset;
    beforeAll(async () => {
      dataset = positivesByThreshold(await loadDataset(name, { texts: false, posters: false }), 4);
    }, minute);

    async function meanNdcg(model: string, config: Config): Promise<number> {
      let sum = 0;
      for (const seed of seeds) {
        const split = makeSplit(dataset, { name: "per-user-random", train: 0.8, test: 0.2, seed });
        const settings = { dataset, split, model, config, seed, metrics: ["ndcg@10"] };
        sum += (await runExperiment({ ...settings, store: false })).record.metrics["ndcg@10"].mean;
      }
      return sum / seeds.length;
    }

    test("ALS is above the bar", { timeout: 4 * minute }, async () => {
      expect(await meanNdcg("als", als)).toBeGreaterThanOrEqual(alsBar);
    });

    test("EASE is above the bar", { timeout: 4 * minute }, async () => {
      expect(await meanNdcg("ease", ease)).toBeGreaterThanOrEqual(easeBar);
    });

    test.skipIf(name !== "ml-1m")(
      "ALS with the settings of `implicit` lands where that library does, within 3 %",
      { timeout: 4 * minute },
      async () => {
        const ndcg = await meanNdcg("als", { preset: "implicit" });
        expect(Math.abs(ndcg / 0.262 - 1)).toBeLessThan(0.03);
      },
    );
  });
}
