import { describe, expect, it } from "vitest";
import { Graph } from "../../../../src/compute/graph/graph.js";
import { sigmoidGate, softmaxGate } from "../../../../src/compute/graph/layers/gates.js";
import type { Builder } from "../../../../src/compute/graph/layers/layers.js";
import { openSession } from "../../../../src/compute/graph/session.js";
import type { Tensor } from "../../../../src/compute/graph/tensor.js";
import { expectClose } from "../check-gradient.js";

const x = [
  [1, -2, 0.5],
  [0, 3, -1],
];
const y = [
  [2, 0],
  [-1, 0.5],
];
/** Weights .1, -.2, .3 and so on, that are easily written down again below. */
const weight = (at: number): number => ((at % 2 === 0 ? 1 : -1) * (at + 1)) / 10;

type Build = (builder: Builder, inputs: Readonly<Record<"x" | "y" | "z", Tensor>>) => Tensor[];

async function run(build: Build): Promise<Float32Array[]> {
  const graph = new Graph();
  const inputs = {
    x: graph.input("x", ["batch", 3]),
    y: graph.input("y", ["batch", 2]),
    z: graph.input("z", ["batch", 3]),
  };
  const outputs = build({ graph, seed: 1, isTraining: false }, inputs);
  const session = await openSession(graph, Object.fromEntries(Object.entries(outputs)));
  const parameters = [...graph.parameters].map(
    ([name, { initial }]) => [name, initial.map((_value, at) => weight(at))] as const,
  );
  const data = { x: x.flat(), y: y.flat(), z: x.flat().map((value) => 1 - value) };
  const feeds = Object.entries(data).map(([name, values]) => [name, Float32Array.from(values)]);
  const used = Object.fromEntries(feeds) as Record<string, Float32Array>;
  const results = await session.run({ ...used, ...Object.fromEntries(parameters) }, { batch: 2 });
  await session.close();
  return outputs.map((_tensor, at) => results[String(at)] as Float32Array);
}

describe("gates", () => {
  it("let pass x sigmoid(y W + b)", async () => {
    const [output] = await run((builder, inputs) => [
      sigmoidGate(builder, "g", inputs.x, inputs.y),
    ]);
    const expected = x.flatMap((row, at) =>
      row.map((value, column) => {
        const score = y[at][0] * weight(column) + y[at][1] * weight(3 + column) + weight(column);
        return value / (1 + Math.exp(-score));
      }),
    );
    expectClose(output, expected, 1e-6);
  });

  /** Shares and sums of x and z = 1 - x for scores of the two. */
  function mixed(scores: readonly (readonly number[])[]): [output: number[], shares: number[]] {
    const shares = scores.map(([one, other]) => 1 / (1 + Math.exp(other - one)));
    const output = x.flatMap((row, at) =>
      row.map((value) => shares[at] * value + (1 - shares[at]) * (1 - value)),
    );
    return [output, shares.flatMap((share) => [share, 1 - share])];
  }

  it("share by a softmax of what all vectors say together", async () => {
    const [output, shares] = await run((builder, inputs) => {
      const made = softmaxGate(builder, "g", [inputs.x, inputs.z]);
      return [made.output, made.shares];
    });
    const scores = x.map((row) => {
      const all = [...row, ...row.map((value) => 1 - value)];
      const score = (column: number): number =>
        all.reduce((total, value, at) => total + value * weight(2 * at + column), weight(column));
      return [score(0), score(1)];
    });
    const [expected, expectedShares] = mixed(scores);
    expectClose(output, expected, 1e-6);
    expectClose(shares, expectedShares, 1e-6);
  });

  it("or of what each says by itself, by the same weights", async () => {
    const [output, shares] = await run((builder, inputs) => {
      const made = softmaxGate(builder, "g", [inputs.x, inputs.z], { hiddenSize: 2 });
      return [made.output, made.shares];
    });
    const score = (row: readonly number[]): number =>
      [0, 1].reduce((total, column) => {
        const hidden = row.reduce(
          (sum, value, at) => sum + value * weight(2 * at + column),
          weight(column),
        );
        return total + Math.tanh(hidden) * weight(column);
      }, 0);
    const [expected, expectedShares] = mixed(
      x.map((row) => [score(row), score(row.map((value) => 1 - value))]),
    );
    expectClose(output, expected, 1e-6);
    expectClose(shares, expectedShares, 1e-6);
  });

  it("refuse vectors of unequal shapes", async () => {
    const made = run((builder, inputs) => [softmaxGate(builder, "g", [inputs.x, inputs.y]).output]);
    await expect(made).rejects.toThrow(expect.objectContaining({ code: "E_GRAPH_SHAPE" }) as Error);
  });
});
