import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { differentiate } from "../../../../src/compute/graph/differentiate.js";
import { Graph } from "../../../../src/compute/graph/graph.js";
import {
  convolution,
  imageCnn,
  textCnn,
} from "../../../../src/compute/graph/layers/convolution.js";
import type { Builder } from "../../../../src/compute/graph/layers/layers.js";
import { convolve, maxPool } from "../../../../src/compute/graph/operators/convolve.js";
import { multiply } from "../../../../src/compute/graph/operators/elementwise.js";
import { sum } from "../../../../src/compute/graph/operators/reduce.js";
import { openSession, type Feeds } from "../../../../src/compute/graph/session.js";
import type { Tensor } from "../../../../src/compute/graph/tensor.js";
import { expectClose } from "../check-gradient.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

interface Golden {
  readonly shape: number[];
  readonly x: number[];
  readonly weights: number[];
  readonly output: number[];
  readonly xGradient: number[];
  readonly parameters: Record<string, number[]>;
  readonly gradients: Record<string, number[]>;
}
const golden = JSON.parse(
  readFileSync(join(import.meta.dirname, "../golden", "convolutions.json"), "utf8"),
) as { text: Golden & { present: number[] }; image: Golden };

/** Runs a block named `block` on the golden input, for a batch of any size. */
async function expectGolden(
  data: Golden,
  build: (builder: Builder, x: Tensor) => Tensor,
  more: Feeds = {},
): Promise<void> {
  const graph = new Graph();
  const [batch, ...sizes] = data.shape;
  const x = graph.input("x", ["batch", ...sizes]);
  const output = build({ graph, seed: 1, isTraining: true }, x);
  expect(output.shape[0]).toBe("batch");
  const weights = graph.input("weights", output.shape);
  const targets = [...graph.parameters.values()].map(({ tensor }) => tensor);
  const gradients = differentiate(sum(multiply(output, weights)), [x, ...targets]);
  const named = [x, ...targets].map(({ name }, at) => [`d ${name}`, gradients[at]] as const);
  const session = await openSession(graph, { output, ...Object.fromEntries(named) });
  const given = Object.entries(data.parameters).map(([name, values]) => {
    return [`block/${name}`, Float32Array.from(values)] as const;
  });
  const [values, weighed] = [data.x, data.weights].map((list) => Float32Array.from(list));
  const feeds = { ...more, x: values, weights: weighed };
  const results = await session.run({ ...feeds, ...Object.fromEntries(given) }, { batch });
  await session.close();
  // Single precision against double.
  expectClose(results.output as Float32Array, data.output, 2e-6);
  expectClose(results["d x"] as Float32Array, data.xGradient, 5e-6);
  expect(targets.map(({ name }) => name).sort()).toEqual(
    Object.keys(data.gradients)
      .map((name) => `block/${name}`)
      .sort(),
  );
  for (const [name, gradient] of Object.entries(data.gradients)) {
    expectClose(results[`d block/${name}`] as Float32Array, gradient, 5e-6);
  }
}

describe("blocks give PyTorch's output and gradients for the same parameters", () => {
  it("text CNN with absent tokens", () =>
    expectGolden(
      golden.text,
      (builder, x) => {
        const present = builder.graph.input("present", ["batch", 6], "bool");
        return textCnn(builder, "block", x, { filters: 5, windows: [2, 3], present });
      },
      { present: Uint8Array.from(golden.text.present) },
    ));

  it("image CNN of two blocks", () =>
    expectGolden(golden.image, (builder, x) => imageCnn(builder, "block", x, { blocks: [4, 5] })));
});

describe("convolutions", () => {
  const graph = new Graph();
  const builder = { graph, seed: 1, isTraining: true };
  const line = graph.input("line", ["batch", 3, 6]);
  const plane = graph.input("plane", ["batch", 3, 6, 6]);
  const filters = graph.input("filters", [2, 3, 4]);

  it("start from filters within 1 / sqrt(channels x window)", () => {
    convolution(builder, "start", plane, { outputs: 4, window: 3 });
    for (const name of ["start/filters", "start/bias"]) {
      const { initial } = graph.parameters.get(name)!;
      const largest = Math.max(...initial.map(Math.abs));
      expect(largest).toBeLessThanOrEqual(1 / Math.sqrt(27));
      expect(largest).toBeGreaterThan(0.3 / Math.sqrt(27));
    }
  });

  it.each<[string, () => unknown]>([
    ["filters of other channels", () => convolve(line, graph.input("f1", [2, 4, 3]))],
    ["filters with other axes", () => convolve(plane, filters)],
    ["a window that is too long", () => convolve(line, graph.input("f2", [2, 3, 7]))],
    ["a size with a name", () => convolve(graph.input("s", ["batch", 3, "length"]), filters)],
    ["no spatial axis", () => convolve(graph.input("n", ["batch", 3]), graph.input("f3", [2, 3]))],
    [
      "channels with a name",
      () => convolution(builder, "c", graph.input("c", [1, "n", 6]), { outputs: 1, window: 1 }),
    ],
    ["a pool that leaves a rest", () => maxPool(plane, 4)],
    ["tokens without an axis", () => textCnn(builder, "t", plane, { filters: 2 })],
    [
      "a filter longer than the text",
      () => textCnn(builder, "l", graph.input("l", [1, 2, 3]), { filters: 2, windows: [3] }),
    ],
    ["an even window", () => imageCnn(builder, "i", plane, { blocks: [2], window: 2 })],
    ["one block too many", () => imageCnn(builder, "j", plane, { blocks: [2, 2] })],
  ])("refuse %s", (_name, build) => {
    expect(build).toThrow(code("E_GRAPH_SHAPE"));
  });

  it.each([{ stride: 0 }, { stride: 1.5 }, { padding: -1 }])("refuse %o", (options) => {
    expect(() => convolve(line, filters, options)).toThrow(code("E_GRAPH_OPTION"));
  });
});
