/**
 * What the ranking models reach on the real MovieLens sets: positives from 4 stars, per-user 80/20
 * splits, training items masked.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Dataset } from "../../src/data/dataset.js";
import { positivesByThreshold } from "../../src/data/filter/positives.js";
import { dataRoots } from "../../src/data/read/data-roots.js";
import { loadDataset } from "../../src/data/read/load-dataset.js";
import { makeSplit } from "../../src/data/split/make-split.js";
import { runExperiment } from "../../src/experiment/run-experiment.js";

const isThere = (name: string): boolean => dataRoots().some((root) => existsSync(join(root, name)));
const minute = 60_000;

describe.each([
  { name: "ml-100k", seeds: [1, 2, 3, 4, 5], popularity: 0.155, itemKnn: 0.27, userKnn: 0.27 },
  { name: "ml-1m", seeds: [1, 2, 3], popularity: 0.153, itemKnn: 0.265, userKnn: 0.29 },
])("$name, where its files are there", ({ name, seeds, popularity, itemKnn, userKnn }) => {
  describe.skipIf(!isThere(name))("mean NDCG@10 over seeds", () => {
    let dataset: Dataset;
    beforeAll(async () => {
      dataset = positivesByThreshold(await loadDataset(name, { texts: false, posters: false }), 4);
    });

    async function meanNdcg(model: string): Promise<number> {
      let sum = 0;
      for (const seed of seeds) {
        const split = makeSplit(dataset, { name: "per-user-random", train: 0.8, test: 0.2, seed });
        const settings = { dataset, split, model, seed, metrics: ["ndcg@10"] };
        sum += (await runExperiment({ ...settings, store: false })).record.metrics["ndcg@10"].mean;
      }
      return sum / seeds.length;
    }

    test("popularity lands on the bar within .005", { timeout: 2 * minute }, async () => {
      expect(Math.abs((await meanNdcg("popularity")) - popularity)).toBeLessThan(0.005);
    });

    test("item-kNN is above the bar", { timeout: 2 * minute }, async () => {
      expect(await meanNdcg("item-knn")).toBeGreaterThanOrEqual(itemKnn);
    });

    test("user-kNN is above the bar", { timeout: 2 * minute }, async () => {
      expect(await meanNdcg("user-knn")).toBeGreaterThanOrEqual(userKnn);
    });
  });
});
