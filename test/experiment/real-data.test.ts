import { describe, expect, it } from "vitest";
import {
  describeSplits,
  loadDataset,
  makeSplit,
  mergeDuplicateItems,
  positivesByThreshold,
  splitGlobalTemporal,
  splitLeaveOneOutLatest,
  splitPerUserRandom,
  splitRandomRatings,
} from "../../src/data/index.js";
import { checkLeaks, compareRuns, runExperiment } from "../../src/experiment/index.js";
import { createModel } from "../../src/models/registry.js";
import { floatArray } from "../../src/models/shared/state-arrays.js";
import { matrixOf } from "../support/leak-data.js";
import { hasDataset } from "../support/real-data.js";

const knownSets: string[] = [];
for (const name of ["ml-100k", "ml-1m"]) if (await hasDataset(name)) knownSets.push(name);

describe.each(["ml-100k", "ml-1m"])("clean protocols of %s (where it is there)", (name) => {
  it.skipIf(!knownSets.includes(name))("raise no alarm, with honest features", async () => {
    const full = await loadDataset(name, { texts: false, posters: false });
    const { dataset } = mergeDuplicateItems(full);
    const { nItems, itemContent, interactions } = dataset;
    const times = Float64Array.from(interactions.timestamp!).sort();
    const timeAt = (share: number): number => times[Math.floor(share * times.length)];
    const genres = [...new Set(itemContent.flatMap((content) => content.genres))].sort();
    const text = matrixOf(nItems, genres.length + 1, (item, column) => {
      const content = itemContent[item];
      return column < genres.length
        ? Number(content.genres.includes(genres[column]))
        : (content.year ?? 1990);
    });
    for (const recipe of describeSplits()) {
      const cuts =
        recipe.name === "global-times" ? { validFrom: timeAt(0.8), testFrom: timeAt(0.9) } : {};
      const split = makeSplit(dataset, { name: recipe.name, seed: 1, ...cuts });
      const model = createModel("popularity");
      await model.fit({ train: split.train, ratingScale: dataset.ratingScale, seed: 1 });
      const counts = floatArray(model.state(), "popularity", nItems);
      const learnt = matrixOf(nItems, 2, (item, column) =>
        column === 0 ? counts[item] : Math.log1p(counts[item]),
      );
      const { errors, warnings } = checkLeaks(dataset, split, { features: { text, learnt } });
      expect([recipe.name, errors, warnings]).toEqual([recipe.name, [], []]);
    }
  });
});

describe.skipIf(!(await hasDataset("ml-100k")))("MovieLens 100K (where it is there)", async () => {
  const dataset = await loadDataset("ml-100k", { texts: false, posters: false });
  const shares = { train: 0.9, valid: 0.05, test: 0.05 };

  it("has no leak under any protocol, but films that stand under two ids", () => {
    for (const split of [
      splitRandomRatings(dataset, { ...shares, seed: 1 }),
      splitGlobalTemporal(dataset, shares),
      splitLeaveOneOutLatest(dataset),
    ]) {
      expect(checkLeaks(dataset, split).errors).toEqual([]);
    }
    const { warnings } = checkLeaks(dataset, splitRandomRatings(dataset, { ...shares, seed: 1 }));
    expect(warnings).toHaveLength(1);
    expect(warnings[0].count).toBeGreaterThan(0);
    expect(warnings[0].rows[0]).toMatch(/^user \d+, ".+" of \d{4}: item \d+ in .+, item \d+ in /);
  });

  it("has no such films once they are merged", () => {
    const merged = mergeDuplicateItems(dataset).dataset;
    const split = splitRandomRatings(merged, { ...shares, seed: 1 });
    expect(checkLeaks(merged, split)).toMatchObject({ errors: [], warnings: [] });
  });

  it("puts item-kNN above popularity above random, each with its own letter", async () => {
    const positives = positivesByThreshold(dataset, 4);
    const split = splitPerUserRandom(positives, { train: 0.8, valid: 0, test: 0.2, seed: 1 });
    const common = { dataset: positives, split, metrics: ["ndcg@10"], store: false } as const;
    const models = ["random", "popularity", "item-knn"];
    const runs = await Promise.all(models.map((model) => runExperiment({ ...common, model })));
    const { rows, missingFloors } = compareRuns(runs, { rounds: 2000 });
    expect(rows.map(({ cells }) => cells["ndcg@10"].letters)).toEqual(["c", "b", "a"]);
    expect(missingFloors).toEqual([]);
    expect(Math.abs(rows[1].cells["ndcg@10"].estimate.mean - 0.155)).toBeLessThan(0.01);
  });
});
