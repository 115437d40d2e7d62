import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readCheckpoint } from "../../../../src/compute/graph/checkpoint.js";
import { Graph } from "../../../../src/compute/graph/graph.js";
import { log, multiply, square } from "../../../../src/compute/graph/operators/elementwise.js";
import { sum } from "../../../../src/compute/graph/operators/reduce.js";
import { sgd } from "../../../../src/compute/graph/optimisers/sgd.js";
import type { Batch, TrainerOptions } from "../../../../src/compute/graph/trainer/options.js";
import { trainGraph } from "../../../../src/compute/graph/trainer/trainer.js";
import { openTraining } from "../../../../src/compute/graph/training.js";
import { train } from "./small-training.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-trainer-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const checkpointsBy = (every: number, unit: "epochs" | "steps") => ({
  checkpoints: { folder, config: { model: "small" }, every, unit },
});

describe("a training that diverges", () => {
  /** The loss -log(w) + w drives w below 0 when the rate is large. */
  async function diverging(learningRate: number, options: Partial<TrainerOptions> = {}) {
    const graph = new Graph();
    const w = graph.inLayer("head", () => graph.parameter("w", [1], Float32Array.of(3)));
    const idle = graph.inLayer("body", () => graph.parameter("v", [1], Float32Array.of(2)));
    const loss = sum(multiply(log(w), square(idle)));
    const training = await openTraining(graph, { loss, optimiser: sgd() });
    const batch: Batch = { feeds: {}, sizes: {} };
    return trainGraph({
      training,
      epochs: 50,
      batches: () => [batch, batch],
      learningRate,
      ...options,
    });
  }

  it("stops with step, layer and the last good checkpoint", async () => {
    // Up to step 6 nothing moves; then w leaps below 0.
    const rate = (step: number): number => (step < 7 ? 1e-6 : 1e6);
    const made = diverging(0, { learningRate: rate, ...checkpointsBy(2, "steps") });
    await expect(made).rejects.toThrow(code("E_GRAPH_DIVERGED"));
    await expect(made).rejects.toThrow(/step 8, epoch 4; parameters: largest in \w+\/\w/);
    await expect(made).rejects.toThrow(join(folder, "step-000000006"));
    const { state } = (await readCheckpoint(folder, { model: "small" }))!;
    expect(state.step).toBe(6);
    expect(Object.values(state.arrays).every((array) => array.every(Number.isFinite))).toBe(true);
  });

  it("never puts numbers that are not finite into a checkpoint", async () => {
    const made = diverging(3e38, { ...checkpointsBy(1, "steps"), epochs: 1 });
    await expect(made).rejects.toThrow(/E_GRAPH_DIVERGED.*step 1.*\/[vw] is not finite/s);
    await expect(made).rejects.toThrow("there is no checkpoint");
    expect(await readdir(folder)).toEqual([]);
  });

  it("also at the last step", async () => {
    const batch: Batch = { feeds: {}, sizes: {} };
    const made = diverging(3e38, { batches: () => [batch], epochs: 1 });
    await expect(made).rejects.toThrow(/E_GRAPH_DIVERGED.*finite parameters/s);
  });

  it("stops at an explosion, and at a validation value that is no number", async () => {
    const limited = train({ largestLoss: 0.01 });
    await expect(limited).rejects.toThrow(/E_GRAPH_DIVERGED.*step 1,.*0.01 at most/s);
    const evaluate = (): number => Number.NaN;
    const evaluation = { every: 1, unit: "steps", goal: "minimise", evaluate } as const;
    await expect(train({ evaluation })).rejects.toThrow(/E_GRAPH_DIVERGED.*validation value.*NaN/s);
  });
});
