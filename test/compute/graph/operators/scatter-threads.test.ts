import { expect, it } from "vitest";
import * as engine from "../../../../src/compute/graph/index.js";

const [nIndices, nRows, width] = [14_336, 400, 64];

it("many rows of few indices are all added up, to the same bits with any number of threads", async () => {
  const graph = new engine.Graph();
  const table = graph.parameter("table", [nRows, width], new Float32Array(nRows * width));
  const indices = graph.input("indices", [nIndices], "int32");
  const weights = graph.input("weights", [nIndices, width]);
  const loss = engine.sum(engine.multiply(engine.gather(table, indices), weights));
  const [gradient] = engine.differentiate(loss, [table]);
  const feeds = {
    table: new Float32Array(nRows * width),
    indices: Int32Array.from({ length: nIndices }, (_unused, at) => (at * at * 7919) % nRows),
    weights: Float32Array.from({ length: nIndices * width }, (_unused, at) => Math.cos(at)),
  };
  const expected = new Float64Array(nRows * width);
  feeds.weights.forEach((value, at) => {
    expected[feeds.indices[Math.floor(at / width)] * width + (at % width)] += value;
  });
  const prints = new Set<string>();
  for (const threads of [1, 2, 4]) {
    const session = await engine.openSession(graph, { gradient }, { threads });
    for (let repeat = 0; repeat < 5; repeat++) {
      const values = (await session.run(feeds, {})).gradient as Float32Array;
      const off = values.map((value, at) => Math.abs(value - expected[at]));
      // Sums of up to some hundred numbers of size 1 in single precision.
      expect(Math.max(...off)).toBeLessThan(1e-4);
      prints.add(Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex"));
    }
    await session.close();
  }
  expect(prints.size).toBe(1);
});
