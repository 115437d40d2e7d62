import { describe, expect, it } from "vitest";
import { differentiate } from "../../../../src/compute/graph/differentiate.js";
import { Graph } from "../../../../src/compute/graph/graph.js";
import {
  multiply,
  power,
  square,
  stopGradient,
} from "../../../../src/compute/graph/operators/elementwise.js";
import { gatherAlong, topK } from "../../../../src/compute/graph/operators/gather.js";
import { softmax } from "../../../../src/compute/graph/operators/normalise.js";
import { sum } from "../../../../src/compute/graph/operators/reduce.js";
import { expandAxis, squeezeAxis } from "../../../../src/compute/graph/operators/shape.js";
import { openSession, type Feeds } from "../../../../src/compute/graph/session.js";
import type { Tensor } from "../../../../src/compute/graph/tensor.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

async function run(
  graph: Graph,
  outputs: Readonly<Record<string, Tensor>>,
  feeds: Feeds = {},
  sizes: Readonly<Record<string, number>> = {},
) {
  const session = await openSession(graph, outputs);
  const results = await session.run(feeds, sizes);
  await session.close();
  return results;
}

describe("topK", () => {
  const values = Float32Array.of(3, 5, 5, 1, -2, -1, -1, -9);

  it("gives the largest, equal ones in their order, for any number of rows", async () => {
    const graph = new Graph();
    const largest = topK(graph.input("x", ["batch", 4]), 3);
    expect(largest.values.shape).toEqual(["batch", 3]);
    const results = await run(graph, { ...largest }, { x: values }, { batch: 2 });
    expect(results.values).toEqual(Float32Array.of(5, 5, 3, -1, -1, -2));
    expect(results.indices).toEqual(BigInt64Array.of(1n, 2n, 0n, 1n, 2n, 0n));
  });

  it("passes no gradient, but its indices take values that do", async () => {
    const graph = new Graph();
    const x = graph.parameter("x", [2, 4], values);
    const largest = topK(x, 1);
    expect(() => differentiate(sum(largest.values), [x])).toThrow(code("E_GRAPH_GRADIENT"));
    const taken = gatherAlong(x, largest.indices, 1);
    const [gradient] = differentiate(sum(square(taken)), [x]);
    const results = await run(graph, { gradient }, { x: values });
    expect(results.gradient).toEqual(Float32Array.of(0, 10, 0, 0, 0, -2, 0, 0));
  });

  it("takes vectors of each row of a batch of any size", async () => {
    const graph = new Graph();
    const tokens = graph.input("tokens", ["batch", 3, 2]);
    const places = topK(graph.input("scores", ["batch", 3]), 2).indices;
    const taken = gatherAlong(tokens, expandAxis(places, -1), 1);
    expect(taken.shape).toEqual(["batch", 2, 2]);
    const feeds = {
      tokens: Float32Array.from({ length: 12 }, (_unused, at) => at),
      scores: Float32Array.of(1, 3, 2, 9, 7, 8),
    };
    const results = await run(graph, { taken }, feeds, { batch: 2 });
    expect(results.taken).toEqual(Float32Array.of(2, 3, 4, 5, 6, 7, 10, 11));
  });
});

describe("stopGradient", () => {
  it("gives the same values, which count as constant", async () => {
    const graph = new Graph();
    const x = graph.parameter("x", [2], Float32Array.of(3, -4));
    const kept = stopGradient(x);
    const [gradient] = differentiate(sum(multiply(kept, x)), [x]);
    const results = await run(graph, { kept, gradient }, { x: Float32Array.of(3, -4) });
    expect(results).toEqual({ kept: Float32Array.of(3, -4), gradient: Float32Array.of(3, -4) });
    expect(() => differentiate(sum(kept), [x])).toThrow(code("E_GRAPH_GRADIENT"));
  });
});

describe("power at 0", () => {
  it.each([
    [0, 1, 0],
    [1, 0, 1],
    [2, 0, 0],
  ])("0^%i is %i, its gradient %i", async (exponent, value, slope) => {
    const graph = new Graph();
    const x = graph.parameter("x", [1], Float32Array.of(0));
    const y = power(x, exponent);
    const [gradient] = differentiate(sum(y), [x]);
    const results = await run(graph, { y, gradient }, { x: Float32Array.of(0) });
    expect(results).toEqual({ y: Float32Array.of(value), gradient: Float32Array.of(slope) });
  });

  it("refuses an exponent that is not finite", () => {
    const x = new Graph().input("x", [1]);
    expect(() => power(x, Number.NaN)).toThrow(code("E_GRAPH_OPTION"));
  });
});

describe("selecting operators refuse what does not fit", () => {
  const graph = new Graph();
  const x = graph.input("x", ["batch", 4]);
  const indices = graph.input("indices", [1, 2], "int64");

  it.each<[string, () => unknown]>([
    ["more than there are", () => topK(x, 5)],
    ["none", () => topK(x, 0)],
    ["the largest half", () => topK(x, 1.5)],
    ["indices with other axes", () => gatherAlong(x, squeezeAxis(indices, 0), 1)],
    ["indices of another size beside the axis", () => gatherAlong(x, indices, 0)],
    ["shared indices along a named axis", () => gatherAlong(x, indices, 1)],
    ["real numbers as indices", () => gatherAlong(x, x, 1)],
    ["an axis that is not there", () => expandAxis(x, 3)],
    ["an axis of another size than 1", () => squeezeAxis(x, 1)],
    ["an axis of any size", () => squeezeAxis(x, 0)],
    ["a softmax over no axis", () => softmax(x, 2)],
  ])("%s", (_name, build) => {
    expect(build).toThrow(code("E_GRAPH_SHAPE"));
  });

  it("with layer, axis and both shapes", () => {
    expect(() => graph.inLayer("routing", () => gatherAlong(x, indices, 0))).toThrow(
      /gatherAlong in routing.*\[batch x 4\] but for axis 0.*\[1 x 2\]/s,
    );
  });
});
