import { describe, expect, it } from "vitest";
import { listRuns, queryRuns, runExperiment } from "../../../src/experiment/index.js";
import { campDataset, campSplit, temporaryStore } from "../../support/experiment-data.js";

describe("queryRuns", () => {
  it("sees runs, metrics, curves and values of all runs", async () => {
    const store = await temporaryStore();
    const dataset = campDataset();
    const split = campSplit(dataset);
    const bias = await runExperiment({ dataset, split, model: "bias", store });
    const popular = await runExperiment({ dataset, split, model: "popularity", topK: [5], store });
    const mf = await runExperiment({
      dataset,
      split,
      model: "biased-mf",
      config: { epochs: 3 },
      store,
    });

    const runs = await queryRuns(`SELECT id, model, task, "ndcg@5", rmse, seed FROM runs`, store);
    expect(runs).toContainEqual({
      id: popular.record.id,
      model: "popularity",
      task: "ranking",
      "ndcg@5": popular.record.metrics["ndcg@5"].mean,
      rmse: null,
      seed: 1,
    });
    expect(runs).toHaveLength(3);

    const metrics = await queryRuns(`SELECT * FROM metrics WHERE metric = 'mae'`, store);
    expect(metrics).toContainEqual({
      run: bias.record.id,
      metric: "mae",
      ...bias.record.metrics.mae,
    });

    const sql = `SELECT avg((prediction - rating) ** 2) AS m FROM units WHERE run = '${bias.record.id}'`;
    const [{ m }] = await queryRuns(sql, store);
    expect(Math.sqrt(m as number)).toBeCloseTo(bias.record.metrics.rmse.mean, 12);
    const [{ users }] = await queryRuns(
      `SELECT count(*) AS users FROM units WHERE run = '${popular.record.id}' AND item_index IS NULL`,
      store,
    );
    expect(users).toBe(popular.record.metrics["ndcg@5"].n);

    const curve = await queryRuns(`SELECT run, epoch, name, value FROM curves`, store);
    const points = mf.record.curve.flatMap(({ epoch, values }) =>
      Object.entries(values).map(([name, value]) => ({ run: mf.record.id, epoch, name, value })),
    );
    expect(points.length).toBeGreaterThan(0);
    expect(curve).toEqual(expect.arrayContaining(points));
    expect(curve).toHaveLength(points.length);
    expect(await listRuns({ model: "bias" }, store)).toEqual([bias.record]);
  });

  it("gives plain values for the database's types", async () => {
    const store = await temporaryStore();
    const sql = `SELECT 1::BIGINT AS whole, 170141183460469231731687303715884105727::HUGEINT AS huge,
      TIMESTAMP '2020-01-02 03:04:05' AS time, [1, 2] AS list, {'a': 1} AS struct, NULL AS nothing,
      'text' AS text, true AS yes`;
    expect(await queryRuns(sql, store)).toEqual([
      {
        whole: 1,
        huge: "170141183460469231731687303715884105727",
        time: "2020-01-02T03:04:05.000Z",
        list: [1, 2],
        struct: { a: 1 },
        nothing: null,
        text: "text",
        yes: true,
      },
    ]);
  });

  it("says what was wrong with a query, and which tables there are", async () => {
    const store = await temporaryStore();
    await expect(queryRuns("SELECT * FROM run", store)).rejects.toThrow(
      /^E_RUN_QUERY(.|\n)*tables?: runs, metrics, curves, units/i,
    );
  });
});
