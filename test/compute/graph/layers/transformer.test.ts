import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differentiate } from "../../../../src/compute/graph/differentiate.js";
import { Graph } from "../../../../src/compute/graph/graph.js";
import { dropout } from "../../../../src/compute/graph/layers/dropout.js";
import { transformerEncoder } from "../../../../src/compute/graph/layers/transformer.js";
import { multiply } from "../../../../src/compute/graph/operators/elementwise.js";
import { mean, sum } from "../../../../src/compute/graph/operators/reduce.js";
import { slice } from "../../../../src/compute/graph/operators/shape.js";
import { openSession } from "../../../../src/compute/graph/session.js";
import { openTraining } from "../../../../src/compute/graph/training.js";
import { sgd } from "../../../../src/compute/graph/optimisers/sgd.js";
import type { Tensor } from "../../../../src/compute/graph/tensor.js";
import { expectClose, randomValues } from "../check-gradient.js";

interface Golden {
  readonly normFirst: boolean;
  readonly activation: "relu" | "gelu";
  readonly x: number[];
  readonly present: boolean[];
  readonly weights: number[];
  readonly output: number[];
  readonly xGradient: number[];
  readonly parameters: Record<string, number[]>;
  readonly gradients: Record<string, number[]>;
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../golden", "layers.json"), "utf8"),
) as Golden[];

function encoder(data: Golden): { graph: Graph; outputs: Record<string, Tensor> } {
  const graph = new Graph();
  const x = graph.parameter("x", [2, 3, 8], Float32Array.from(data.x));
  const present = graph.constant(Uint8Array.from(data.present, Number), [2, 3]);
  const { output, weights } = transformerEncoder({ graph, seed: 1, isTraining: true }, "e", x, {
    layers: 1,
    heads: 2,
    hiddenSize: 16,
    dropout: 0,
    activation: data.activation,
    isNormFirst: data.normFirst,
    present,
  });
  const loss = sum(multiply(output, graph.constant(Float32Array.from(data.weights), [2, 3, 8])));
  const targets = [...graph.parameters.values()].map(({ tensor }) => tensor);
  const gradients = differentiate(loss, targets);
  const named = targets.map((target, at) => [target.name, gradients[at]] as const);
  return { graph, outputs: { output, weights: weights[0], ...Object.fromEntries(named) } };
}

describe.each(golden)("an encoder layer, norm first $normFirst, $activation", (data) => {
  it("gives PyTorch's output and gradients for the same parameters", async () => {
    const { graph, outputs } = encoder(data);
    const session = await openSession(graph, outputs);
    const feeds = Object.fromEntries(
      Object.entries(data.parameters).map(([name, values]) => [
        `e/${name}`,
        Float32Array.from(values),
      ]),
    );
    const results = await session.run({ ...feeds, x: Float32Array.from(data.x) }, {});
    await session.close();
    // Single precision against double.
    expectClose(results.output as Float32Array, data.output, 2e-6);
    expectClose(results.x as Float32Array, data.xGradient, 5e-6);
    for (const [name, gradient] of Object.entries(data.gradients)) {
      expectClose(results[`e/${name}`] as Float32Array, gradient, 5e-6);
    }
  });

  it("gives attention weights that add up to 1 and are 0 for absent tokens", async () => {
    const { graph, outputs } = encoder(data);
    const session = await openSession(graph, { weights: outputs.weights });
    const initial = Object.fromEntries([...graph.parameters].map(([name, p]) => [name, p.initial]));
    const weights = (await session.run(initial, {})).weights as Float32Array;
    await session.close();
    for (let row = 0; row < 2 * 2 * 3; row++) {
      const [a, b, c] = weights.subarray(3 * row, 3 * row + 3);
      expect(a + b + c).toBeCloseTo(1, 6);
      if (row < 6) expect(c).toBe(0);
    }
  });
});

describe.each([false, true])(
  "an encoder asked for its first token, norm first %s",
  (isNormFirst) => {
    /** Loss over the first token, its gradients, and the last layer's weights, `[batch x heads x 1 x 4]`. */
    async function firstToken(options: { queryTokens?: number }) {
      const graph = new Graph();
      const x = graph.parameter("x", [3, 4, 8], randomValues(96, "x"));
      const settings = { layers: 2, heads: 2, dropout: 0, isNormFirst, ...options };
      const builder = { graph, seed: 1, isTraining: true };
      const { output, weights } = transformerEncoder(builder, "e", x, settings);
      const first = slice(output, 1, 0, 1);
      const loss = sum(multiply(first, graph.constant(randomValues(24, "w"), [3, 1, 8])));
      const targets = [...graph.parameters.values()];
      const gradients = differentiate(
        loss,
        targets.map(({ tensor }) => tensor),
      );
      const named = gradients.map((gradient, at) => [targets[at].tensor.name, gradient] as const);
      const last = slice(weights[1], 2, 0, 1);
      const session = await openSession(graph, { first, last, ...Object.fromEntries(named) });
      const initial = targets.map(({ tensor, initial: values }) => [tensor.name, values] as const);
      const results = await session.run(Object.fromEntries(initial), {});
      await session.close();
      return { results, shapes: [output.shape, weights[1].shape] };
    }

    it("gives what the whole encoder gives for it, gradients and weights included", async () => {
      const [whole, pruned] = [await firstToken({}), await firstToken({ queryTokens: 1 })];
      expect(pruned.shapes).toEqual([
        [3, 1, 8],
        [3, 2, 1, 4],
      ]);
      for (const [name, values] of Object.entries(whole.results)) {
        // The same sums, in single precision, perhaps in another order.
        expectClose(pruned.results[name] as Float32Array, values as Float32Array, 2e-6);
      }
    });

    it("cannot give more tokens than there are", async () => {
      await expect(firstToken({ queryTokens: 5 })).rejects.toThrow(
        expect.objectContaining({ code: "E_GRAPH_SHAPE" }) as Error,
      );
    });
  },
);

describe("dropout", () => {
  async function keptShare(rate: number, isTraining: boolean): Promise<number[]> {
    const graph = new Graph();
    const one = graph.constant(new Float32Array(20_000).fill(1), [20_000]);
    const w = graph.parameter("w", [], Float32Array.of(1));
    const dropped = dropout({ graph, seed: 3, isTraining }, "d", multiply(one, w), rate);
    const training = await openTraining(graph, { loss: mean(dropped), optimiser: sgd() });
    const losses: number[] = [];
    for (let step = 0; step < 3; step++) losses.push((await training.step({}, {}, 0)).loss);
    await training.close();
    return losses;
  }

  it("keeps the mean, draws anew at each step, and the same at each run", async () => {
    const losses = await keptShare(0.3, true);
    // Four standard deviations of a mean of 20,000 kept-or-not values.
    const deviation = Math.sqrt(0.3 / 0.7 / 20_000);
    for (const loss of losses) expect(Math.abs(loss - 1)).toBeLessThan(4 * deviation);
    expect(new Set(losses).size).toBe(3);
    expect(await keptShare(0.3, true)).toEqual(losses);
  });

  it("does nothing in use, and refuses a rate that it cannot have", async () => {
    expect(await keptShare(0.3, false)).toEqual([1, 1, 1]);
    await expect(keptShare(1, true)).rejects.toThrow(
      expect.objectContaining({ code: "E_GRAPH_OPTION" }) as Error,
    );
  });
});
