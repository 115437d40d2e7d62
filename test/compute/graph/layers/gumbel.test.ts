import { describe, expect, it } from "vitest";
import { exportOnnx, gumbelSoftmax, openSession } from "../../../../src/compute/graph/index.js";
import { Graph } from "../../../../src/compute/graph/graph.js";
import { MaskSource } from "../../../../src/compute/graph/mask-source.js";
import { fillUniform, maskKey } from "../../../../src/compute/graph/random-mask.js";
import { expectCode } from "../../../support/model-contract.js";

describe("numbers that a graph draws", () => {
  it("are uniform above 0 and below 1, and their logarithms are finite", () => {
    const noise = new Float32Array(200_000);
    fillUniform(noise, maskKey(1, "test"), 3);
    const sum = noise.reduce((total, value) => total + value, 0);
    const squares = noise.reduce((total, value) => total + value * value, 0);
    // Six standard errors of the means: 6 / sqrt(12 n) and 6 sqrt(4 / 45 / n).
    expect(Math.abs(sum / noise.length - 1 / 2)).toBeLessThan(0.0039);
    expect(Math.abs(squares / noise.length - 1 / 3)).toBeLessThan(0.004);
    expect(noise.every((value) => Number.isFinite(Math.log(-Math.log(value))))).toBe(true);
  });

  it("depend on seed, name and step alone", () => {
    const draw = (seed: number, step: number): number[] => {
      const graph = new Graph();
      const { name } = graph.randomUniform([2, "batch"], seed);
      const values = new MaskSource(graph, [name]).draw(step, { batch: 3 })[name];
      expect(values).toHaveLength(6);
      return [...values];
    };
    expect(draw(1, 5)).toEqual(draw(1, 5));
    expect(draw(1, 6)).not.toEqual(draw(1, 5));
    expect(draw(2, 5)).not.toEqual(draw(1, 5));
  });
});

describe("Gumbel's softmax as a layer", () => {
  const logits = [0.5, -1, 2, 0, 0.25, 1];

  async function shares(isTraining: boolean): Promise<{ rows: number[]; noise: number[] }> {
    const graph = new Graph();
    const x = graph.constant(Float32Array.from(logits), [2, 3]);
    const y = gumbelSoftmax({ graph, seed: 1, isTraining }, "member", x, 0.5);
    const session = await openSession(graph, { y });
    const feeds = new MaskSource(graph, session.inputNames).draw(1, {});
    const { y: values } = await session.run(feeds, {});
    await session.close();
    return {
      rows: Array.from(values as Float32Array),
      noise: Object.values(feeds).flatMap((each) => [...each]),
    };
  }

  function softmaxRows(values: readonly number[]): number[] {
    return values.map((value, at) => {
      const row = values.slice(3 * Math.floor(at / 3), 3 * Math.floor(at / 3) + 3);
      return Math.exp(value) / row.reduce((sum, each) => sum + Math.exp(each), 0);
    });
  }

  it("adds Gumbel's noise in training", async () => {
    const { rows, noise } = await shares(true);
    const noisy = logits.map((value, at) => (value - Math.log(-Math.log(noise[at]))) / 0.5);
    softmaxRows(noisy).forEach((share, at) => expect(rows[at]).toBeCloseTo(share, 5));
  });

  it("is a softmax without noise in use", async () => {
    const { rows, noise } = await shares(false);
    expect(noise).toEqual([]);
    softmaxRows(logits.map((value) => value / 0.5)).forEach((share, at) =>
      expect(rows[at]).toBeCloseTo(share, 6),
    );
  });

  it("is not exported from a graph for training", async () => {
    const graph = new Graph();
    const x = graph.input("x", [1, 3]);
    const y = gumbelSoftmax({ graph, seed: 1, isTraining: true }, "member", x, 1);
    await expectCode("E_GRAPH_EXPORT", () => exportOnnx(graph, { y }, {}));
  });
});
