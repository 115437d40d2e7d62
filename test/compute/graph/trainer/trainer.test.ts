import { describe, expect, it } from "vitest";
import type { Progress } from "../../../../src/common/progress.js";
import { Graph } from "../../../../src/compute/graph/graph.js";
import { square, subtract } from "../../../../src/compute/graph/operators/elementwise.js";
import { sgd } from "../../../../src/compute/graph/optimisers/sgd.js";
import type { Batch } from "../../../../src/compute/graph/trainer/options.js";
import { noteOf } from "../../../../src/compute/graph/trainer/report.js";
import { trainGraph } from "../../../../src/compute/graph/trainer/trainer.js";
import { openTraining } from "../../../../src/compute/graph/training.js";
import { batches, train, wiggle } from "./small-training.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

describe("a trainer", () => {
  it("goes over all batches, and gives mean losses by items", async () => {
    const seen: number[] = [];
    const rates: number[] = [];
    const { trained } = await train({
      batches: async function* (epoch) {
        for (const batch of batches(epoch)) {
          await Promise.resolve();
          seen.push(batch.sizes.batch);
          yield batch;
        }
      },
      learningRate: (step) => {
        rates.push(step);
        return 0.05;
      },
    });
    expect(seen).toEqual(Array.from({ length: 4 }, () => [5, 5, 5, 5, 2]).flat());
    expect(rates).toEqual(Array.from({ length: 20 }, (_unused, at) => at + 1));
    expect(trained).toMatchObject({ step: 20, stoppedBy: "epochs" });
    expect(trained.losses).toHaveLength(4);
    expect(trained.losses[3]).toBeLessThan(trained.losses[0]);
    expect(trained.evaluations.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 5],
      [2, 10],
      [3, 15],
      [4, 20],
    ]);
  });

  it("weighs the losses of batches by their items", async () => {
    const graph = new Graph();
    const target = graph.input("target", []);
    const w = graph.parameter("w", [], Float32Array.of(0));
    const training = await openTraining(graph, {
      loss: square(subtract(w, target)),
      optimiser: sgd(),
    });
    const one = (value: number, nItems: number): Batch => ({
      feeds: { target: Float32Array.of(value) },
      sizes: {},
      nItems,
    });
    // A rate too small to move anything.
    const options = { training, epochs: 1, learningRate: 1e-30 };
    const trained = await trainGraph({ ...options, batches: () => [one(1, 3), one(3, 1)] });
    expect(trained.losses).toEqual([(3 * 1 + 1 * 9) / 4]);
    expect(trained).not.toHaveProperty("best");
    await training.close();
  });

  it.each(["maximise", "minimise"] as const)("ends with the best parameters: %s", async (goal) => {
    const kept: Record<number, Float32Array> = {};
    const { trained, state } = await train({
      evaluation: {
        every: 2,
        unit: "steps",
        goal,
        evaluate: ({ parameters, step }) => {
          kept[step] = parameters["items/table"].slice();
          return Promise.resolve(wiggle(parameters));
        },
      },
    });
    const values = trained.evaluations.map(({ value }) => value);
    expect(trained.evaluations.map(({ step }) => step)).toEqual([
      2, 4, 6, 8, 10, 12, 14, 16, 18, 20,
    ]);
    expect(trained.best?.value).toBe(
      goal === "maximise" ? Math.max(...values) : Math.min(...values),
    );
    expect(trained.best?.step).toBeLessThan(20);
    expect(state.arrays["items/table"]).toEqual(kept[trained.best!.step]);
    expect(state.step).toBe(20);
  });

  it("evaluates at the end, whatever the cadence, and once", async () => {
    const at = async (every: number) => {
      const evaluate = (): number => 1;
      const goal = "maximise";
      const { trained } = await train({ evaluation: { every, unit: "steps", goal, evaluate } });
      return trained.evaluations.map(({ step }) => step);
    };
    expect(await at(8)).toEqual([8, 16, 20]);
    expect(await at(10)).toEqual([10, 20]);
    expect(await at(100)).toEqual([20]);
  });

  it("stops when patience is at its end; an equal value is no better", async () => {
    const values = [0.1, 0.3, 0.2, 0.3, 0.9];
    const { trained } = await train({
      epochs: 9,
      evaluation: {
        every: 1,
        unit: "epochs",
        goal: "maximise",
        patience: 2,
        evaluate: ({ epoch }) => values[epoch - 1],
      },
    });
    expect(trained.stoppedBy).toBe("patience");
    expect(trained.evaluations.map(({ value }) => value)).toEqual([0.1, 0.3, 0.2, 0.3]);
    expect(trained.best).toEqual({ epoch: 2, step: 10, value: 0.3 });
  });

  it("reports epochs, loss, validation, speed and time left", async () => {
    const reports: Progress[] = [];
    await train({ onProgress: (progress) => reports.push(progress), task: "small" });
    expect(reports.map(({ done }) => done)).toEqual([1, 2, 3, 4]);
    expect(reports[2]).toMatchObject({ task: "small", total: 4, unit: "epochs" });
    expect(reports[2].note).toMatch(
      /^loss [\d.]+, validation [-\d.]+ \(best [-\d.]+\), [\d.e+]+ items a second, \d+ s left$/,
    );
  });

  it("estimates speed and time left from what this process did", () => {
    const position = {
      epoch: 3,
      batch: 5,
      nBatches: 10,
      lossSum: 6,
      nItems: 4,
      losses: [3, 2],
      evaluations: [{ epoch: 2, step: 20, value: 0.25 }],
      best: { epoch: 1, step: 10, value: 0.5 },
      sinceBest: 1,
    };
    // 1.5 epochs in 30 s, and 7.5 to go.
    const facts = { name: "ndcg@10", epochs: 10, startEpochs: 1, nItems: 6000, seconds: 30 };
    expect(noteOf(position, facts)).toBe(
      "loss 1.500, ndcg@10 0.2500 (best 0.5000), 200 items a second, 150 s left",
    );
    const first = { epoch: 1, batch: 2, lossSum: 6, nItems: 4, losses: [], evaluations: [] };
    expect(noteOf({ ...first, sinceBest: 0 }, { ...facts, startEpochs: 0 })).toBe(
      "loss 1.500, 200 items a second",
    );
  });
});

describe("a trainer refuses", () => {
  const evaluation = { unit: "steps", goal: "minimise", evaluate: () => 1 } as const;
  it.each([
    ["no epoch", { epochs: 0 }],
    ["half an epoch", { epochs: 0.5 }],
    ["a cadence of 0", { evaluation: { ...evaluation, every: 0 } }],
    ["patience of 0", { evaluation: { ...evaluation, every: 1, patience: 0 } }],
    ["an epoch without a batch", { batches: () => [] }],
    ["a batch without items", { batches: () => [{ feeds: {}, sizes: {}, nItems: 0 }] }],
    ["a rate of 0", { learningRate: 0 }],
  ] as const)("%s", async (_name, changes) => {
    await expect(train(changes)).rejects.toThrow(code("E_GRAPH_OPTION"));
  });
});
