import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  planSweep,
  type SweepPlan,
  type SweepSpecification,
} from "../../../src/experiment/index.js";
import { madeUpSearch } from "../../support/made-up-search.js";
import { temporaryFolder } from "../../support/experiment-data.js";

const base: SweepSpecification = {
  datasets: ["demo"],
  splits: ["per-user-random"],
  models: ["popularity"],
};

function labels(plan: SweepPlan): string[] {
  return plan.rows.map(({ model }) => model);
}

async function saved(content: object): Promise<{ folder: string; file: string }> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "search.json"), JSON.stringify(content));
  return { folder, file: "search.json" };
}

describe("a sweep", () => {
  it("is every model on every data set and split with every seed, in the order of the file", async () => {
    const plan = await planSweep({
      ...base,
      datasets: ["demo", { data: "demo", threshold: 4, filters: [{ filter: "k-core", users: 5 }] }],
      splits: ["per-user-random", { name: "k-fold", folds: 3 }],
      models: ["random", "popularity"],
      seeds: [3, 1],
    });
    expect(plan.units.size).toBe(16);
    const units = [...plan.units.values()];
    expect(units.slice(0, 4).map(({ model, seed }) => [model.id, seed])).toEqual([
      ["random", 3],
      ["popularity", 3],
      ["random", 1],
      ["popularity", 1],
    ]);
    expect(plan.rows.map(({ dataset, split }) => `${dataset}; ${split}`)).toEqual([
      ...Array<string>(2).fill("demo; per-user-random"),
      ...Array<string>(2).fill("demo; k-fold folds=3"),
      ...Array<string>(2).fill("demo, >= 4, k-core; per-user-random"),
      ...Array<string>(2).fill("demo, >= 4, k-core; k-fold folds=3"),
    ]);
  });

  it("has a seed that varies split and fit, unless the split is held", async () => {
    const seeds = async (more: Partial<SweepSpecification>): Promise<unknown[]> => {
      const plan = await planSweep({ ...base, seeds: [1, 2], ...more });
      return [...plan.units.values()].map(({ split, seed }) => [split.seed, seed]);
    };
    expect(await seeds({})).toEqual([[1, 1], [2, 2]]); // prettier-ignore
    expect(await seeds({ splitSeed: 7 })).toEqual([[7, 1], [7, 2]]); // prettier-ignore
    expect(await seeds({ splits: ["leave-one-out-latest"] })).toEqual([[undefined, 1], [undefined, 2]]); // prettier-ignore
  });

  it("multiplies lists of values, and takes named configurations beside them", async () => {
    const plan = await planSweep({
      ...base,
      models: [
        { model: "item-knn", config: { neighbours: [10, 20], weighting: ["cosine", "bm25"] } },
        { model: "item-knn", name: "mine", config: { neighbours: [5, 6], shrinkage: 0 } },
        { model: "user-knn", configs: { small: { neighbours: 7 }, large: { neighbours: 70 } } },
      ],
    });
    expect(labels(plan)).toEqual([
      "item-knn (neighbours 10, weighting cosine)",
      "item-knn (neighbours 10, weighting bm25)",
      "item-knn (neighbours 20, weighting cosine)",
      "item-knn (neighbours 20, weighting bm25)",
      "mine (neighbours 5)",
      "mine (neighbours 6)",
      "user-knn, small",
      "user-knn, large",
    ]);
    const configs = [...plan.units.values()].map(({ model }) => model.config);
    expect(configs[4]).toEqual({ neighbours: 5, weighting: "tf-idf", shrinkage: 0 });
  });

  it("takes the best configuration of a search, for each data set its own", async () => {
    const { folder, file } = await saved(
      madeUpSearch({ bestConfig: { neighbours: 33, shrinkage: 5 } }),
    );
    const model = { model: "item-knn", tuned: { demo: file }, config: { shrinkage: [0, 1] } };
    const plan = await planSweep({ ...base, models: [model] }, folder);
    expect(labels(plan)).toEqual([
      "item-knn, tuned (shrinkage 0)",
      "item-knn, tuned (shrinkage 1)",
    ]);
    expect([...plan.units.values()].map(({ model: { config } }) => config["neighbours"])).toEqual([
      33, 33,
    ]);
    const other = { ...base, models: [{ model: "user-knn", tuned: file }] };
    await expect(planSweep(other, folder)).rejects.toMatchObject({
      code: "E_SWEEP_FILE",
      details: { where: "models[0].tuned", expected: 'a search over "user-knn"' },
    });
  });

  it("refuses a file that holds no search", async () => {
    const { folder, file } = await saved({ ...madeUpSearch(), bestConfig: [] });
    const sweep = { ...base, models: [{ model: "item-knn", tuned: file }] };
    await expect(planSweep(sweep, folder)).rejects.toMatchObject({
      code: "E_SELECT_FILE",
      details: { where: `${join(folder, file)}, bestConfig` },
    });
  });

  it("has one unit for equal work under two names, and ids that depend on nothing else", async () => {
    const twice = {
      ...base,
      models: ["item-knn", { model: "item-knn", name: "again", config: { neighbours: 100 } }],
    };
    const plan = await planSweep(twice);
    expect(plan.units.size).toBe(1);
    expect(plan.rows.map(({ units }) => units)).toEqual([
      [...plan.units.keys()],
      [...plan.units.keys()],
    ]);
    // A stored sweep is found again by these ids: a change of them loses what has been done.
    const alone = await planSweep({ ...base, metrics: ["ndcg"], topK: [10] });
    expect([...alone.units.keys()]).toEqual(["42eaf0f01af76b24"]);
    const named = await planSweep({
      ...base,
      datasets: [{ data: "demo", name: "another" }],
      metrics: ["ndcg@10"],
    });
    expect([...named.units.keys()]).toEqual([...alone.units.keys()]);
  });
});
