import { describe, expect, it } from "vitest";
import { dataFolder } from "../support/data-files.js";
import { hasDataset } from "../support/real-data.js";
import { isBuilt, moviolaJson } from "./support/program.js";

type Measured = Record<string, { mean: number; low: number; high: number; n: number }>;

const files = ["--train", "split/train.tsv", "--test", "split/test.tsv"];

describe.skipIf(!isBuilt || !(await hasDataset("ml-100k")))(
  "the way of a newcomer (needs npm run build and ml-100k)",
  async () => {
    const folder = await dataFolder();
    const measure = async (...words: string[]): Promise<Measured> =>
      (await moviolaJson<{ metrics: Measured }>(folder.path, words)).metrics;

    it("splits MovieLens 100K, evaluates popularity and item-knn at their known level, scores the same", async () => {
      const split = ["data", "split", "ml-100k", "--recipe", "per-user-random", "--threshold", "4"];
      const fractions = ["--set", "train=0.8", "test=0.2", "--out", "split"];
      await moviolaJson(folder.path, [...split, ...fractions]);
      const floor = await measure("evaluate", "popularity", ...files);
      // Positives >= 4, 80 / 20 per user, training items masked: about .155 and at least .27.
      // Another draw of the split moves popularity by some .003.
      expect(Math.abs(floor["ndcg@10"].mean - 0.155)).toBeLessThan(0.01);
      const lists = ["--recommendations", "lists.tsv"];
      const evaluated = await measure("evaluate", "item-knn", ...files, ...lists);
      expect(evaluated["ndcg@10"].mean).toBeGreaterThan(0.27);
      const scored = await measure("score", ...files, ...lists);
      const { auc: _auc, ...listed } = evaluated;
      expect(scored).toEqual(listed);
    });

    it("reads MovieLens's own files and predicts ratings", async () => {
      const rated = ["data", "split", "ml-100k", "--recipe", "random-ratings"];
      await moviolaJson(folder.path, [...rated, "--out", "split", "--force"]);
      const { rmse } = await measure("evaluate", "bias", ...files, "--valid", "split/valid.tsv");
      expect(rmse.n).toBe(10_000);
      // .948 is the mean over five seeds; one draw of 10,000 test rows moves by some .005.
      expect(Math.abs(rmse.mean - 0.948)).toBeLessThan(0.015);
    });
  },
);
