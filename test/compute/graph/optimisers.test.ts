import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { Graph } from "../../../src/compute/graph/graph.js";
import { multiply, square, subtract } from "../../../src/compute/graph/operators/elementwise.js";
import { sum } from "../../../src/compute/graph/operators/reduce.js";
import { adam, adamW } from "../../../src/compute/graph/optimisers/adam.js";
import type { Optimiser } from "../../../src/compute/graph/optimisers/optimiser.js";
import { sgd } from "../../../src/compute/graph/optimisers/sgd.js";
import { openTraining } from "../../../src/compute/graph/training.js";

interface Golden {
  readonly start: number[];
  readonly target: number[];
  readonly weight: number[];
  readonly cases: Record<string, number[][]>;
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "golden", "optimisers.json"), "utf8"),
) as Golden;

const optimisers: Record<string, readonly [Optimiser, learningRate: number]> = {
  sgd: [sgd(), 0.01],
  "sgd with momentum": [sgd({ momentum: 0.9, weightDecay: 0.1 }), 0.01],
  adam: [adam(), 0.05],
  "adam with penalty": [adam({ weightDecay: 0.1, beta1: 0.8, beta2: 0.99 }), 0.05],
  "adam-w": [adamW({ weightDecay: 0.1 }), 0.05],
};

it.each(Object.keys(golden.cases))("%s goes PyTorch's way for ten steps", async (name) => {
  const [optimiser, learningRate] = optimisers[name];
  const graph = new Graph();
  const w = graph.parameter("w", [4], Float32Array.from(golden.start));
  const target = graph.constant(Float32Array.from(golden.target));
  const weight = graph.constant(Float32Array.from(golden.weight));
  const loss = sum(multiply(square(subtract(w, target)), weight));
  const training = await openTraining(graph, { loss, optimiser });
  for (const expected of golden.cases[name]) {
    await training.step({}, {}, learningRate);
    const { w: values } = training.parameters();
    // Single precision against PyTorch in double precision.
    expected.forEach((value, at) => {
      expect(Math.abs(values[at] - value)).toBeLessThan(1e-6 * Math.max(1, Math.abs(value)));
    });
  }
  await training.close();
});
