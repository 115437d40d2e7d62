import { describe, expect, it } from "vitest";
import { Graph } from "../../../src/compute/graph/graph.js";
import { openTraining } from "../../../src/compute/graph/training.js";
import { adam } from "../../../src/compute/graph/optimisers/adam.js";
import { sgd } from "../../../src/compute/graph/optimisers/sgd.js";
import { relu } from "../../../src/compute/graph/operators/activations.js";
import { add, log, multiply, square } from "../../../src/compute/graph/operators/elementwise.js";
import { gather } from "../../../src/compute/graph/operators/gather.js";
import { meanSquaredError } from "../../../src/compute/graph/operators/losses.js";
import { matMul } from "../../../src/compute/graph/operators/products.js";
import { sum } from "../../../src/compute/graph/operators/reduce.js";
import { concat, reshape } from "../../../src/compute/graph/operators/shape.js";
import { differentiate } from "../../../src/compute/graph/differentiate.js";
import { openSession } from "../../../src/compute/graph/session.js";
import { randomValues } from "./check-gradient.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

/** Two layers that fit y = f(x); wide enough for several threads to share the work. */
function network(): { graph: Graph; loss: ReturnType<typeof meanSquaredError> } {
  const graph = new Graph();
  const x = graph.input("x", ["batch", 64]);
  const y = graph.input("y", ["batch"]);
  const hidden = graph.inLayer("hidden", () => {
    const weight = graph.parameter("weight", [64, 128], randomValues(64 * 128, "w", -0.1, 0.1));
    return relu(matMul(x, weight));
  });
  const head = graph.parameter("head", [128, 1], randomValues(128, "head", -0.1, 0.1));
  const prediction = reshape(matMul(hidden, head), ["batch"]);
  return { graph, loss: meanSquaredError(prediction, y) };
}

const feeds = { x: randomValues(200 * 64, "x"), y: randomValues(200, "y") };

async function train(steps: number, threads: number, from?: { at: number }) {
  const { graph, loss } = network();
  const training = await openTraining(graph, { loss, optimiser: adam(), threads, clipNorm: 1 });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    if (step === from?.at) {
      const saved = training.save();
      const again = network();
      const resumed = await openTraining(again.graph, {
        loss: again.loss,
        optimiser: adam(),
        threads,
        clipNorm: 1,
      });
      resumed.restore(saved);
      for (let left = step; left < steps; left++) {
        losses.push((await resumed.step(feeds, { batch: 200 }, 0.01)).loss);
      }
      return { losses, state: resumed.save() };
    }
    losses.push((await training.step(feeds, { batch: 200 }, 0.01)).loss);
  }
  return { losses, state: training.save() };
}

describe("training", () => {
  it("lowers the loss, with the same bytes on one and two threads", async () => {
    const one = await train(20, 1);
    expect(one.losses.at(-1)).toBeLessThan(0.7 * one.losses[0]);
    expect(await train(20, 2)).toEqual(one);
  });

  it("goes on from a saved state as if it had never stopped", async () => {
    expect(await train(12, 1, { at: 5 })).toEqual(await train(12, 1));
  });

  it("refuses a state of another model", async () => {
    const { graph, loss } = network();
    const training = await openTraining(graph, { loss, optimiser: sgd() });
    expect(() => training.restore({ step: 1, arrays: {} })).toThrow(code("E_GRAPH_STATE"));
  });

  it("stops at a loss that is no number and keeps the parameters of the step before", async () => {
    const graph = new Graph();
    const w = graph.parameter("w", [2], Float32Array.of(1, 0.5));
    const training = await openTraining(graph, { loss: sum(log(w)), optimiser: sgd() });
    await training.step({}, {}, 0.1);
    const before = training.save();
    await expect(training.step({}, {}, 1e9)).resolves.toBeDefined();
    await expect(training.step({}, {}, 0.1)).rejects.toThrow(code("E_GRAPH_DIVERGED"));
    expect(training.save().step).toBe(before.step + 1);
  });

  it("shortens a long gradient to the given length", async () => {
    const graph = new Graph();
    const w = graph.parameter("w", [2], Float32Array.of(30, 40));
    const loss = multiply(sum(square(w)), 0.5);
    const training = await openTraining(graph, { loss, optimiser: sgd(), clipNorm: 1 });
    await training.step({}, {}, 1);
    const { w: after } = training.parameters();
    expect(after[0]).toBeCloseTo(30 - 0.6, 5);
    expect(after[1]).toBeCloseTo(40 - 0.8, 5);
  });
});

describe("a graph refuses what cannot be", () => {
  const graph = new Graph();
  const a = graph.input("a", ["batch", 3]);

  it("shapes that do not fit, with layer, axis and both shapes", () => {
    const b = graph.constant(new Float32Array(8), [4, 2]);
    expect(() => graph.inLayer("encoder", () => matMul(a, b))).toThrow(
      /matMul in encoder.*\[batch x 3\].*\[4 x 2\].*3 and 4/s,
    );
    expect(() => add(a, b)).toThrow(code("E_GRAPH_SHAPE"));
    expect(() => reshape(a, [7])).toThrow(code("E_GRAPH_SHAPE"));
    expect(() => concat([a, b], 1)).toThrow(code("E_GRAPH_SHAPE"));
    expect(() => gather(b, a)).toThrow(code("E_GRAPH_SHAPE"));
    expect(() => graph.parameter("short", [3], new Float32Array(2))).toThrow(code("E_GRAPH_SHAPE"));
  });

  it("a name that is taken, and tensors of two graphs", () => {
    expect(() => graph.input("a", [1])).toThrow(code("E_GRAPH_NAME"));
    expect(() => add(a, new Graph().input("a", [3]))).toThrow(code("E_GRAPH_MIXED"));
  });

  it("a loss with axes, and a parameter that the loss does not use", () => {
    const idle = graph.parameter("idle", [1], new Float32Array(1));
    expect(() => differentiate(a, [idle])).toThrow(code("E_GRAPH_GRADIENT"));
    expect(() => differentiate(sum(a), [idle])).toThrow(code("E_GRAPH_GRADIENT"));
  });

  it("an index outside its table, while it runs", async () => {
    const own = new Graph();
    const table = own.constant(Float32Array.of(1, 2, 3));
    const rows = gather(table, own.input("rows", ["batch"], "int32"));
    const session = await openSession(own, { rows });
    const outside = session.run({ rows: Int32Array.of(0, 3) }, { batch: 2 });
    await expect(outside).rejects.toThrow(/E_GRAPH_SESSION.*has failed.*indices element out of/s);
    const inside = await session.run({ rows: Int32Array.of(0, 2) }, { batch: 2 });
    expect(inside.rows).toEqual(Float32Array.of(1, 3));
    await session.close();
  });

  it("a run without a value, of the wrong length, on a device that is not there", async () => {
    const session = await openSession(graph, { total: sum(a) });
    await expect(session.run({}, { batch: 2 })).rejects.toThrow(code("E_GRAPH_FEED"));
    const short = { a: new Float32Array(5) };
    await expect(session.run(short, { batch: 2 })).rejects.toThrow(code("E_GRAPH_FEED"));
    const fitting = await session.run({ a: new Float32Array(6).fill(2) }, { batch: 2 });
    expect(fitting.total).toEqual(Float32Array.of(12));
    await session.close();
    const elsewhere = openSession(graph, { total: sum(a) }, { device: "cuda" });
    await expect(elsewhere).rejects.toThrow(
      /E_GRAPH_SESSION.*device cuda.*"cpu".*feature-devices/s,
    );
  });
});

describe("a session", () => {
  it("takes values in memory that threads share", async () => {
    const graph = new Graph();
    const session = await openSession(graph, { total: sum(graph.input("a", ["batch"])) });
    const shared = new Float32Array(new SharedArrayBuffer(8)).fill(2);
    expect((await session.run({ a: shared }, { batch: 2 })).total).toEqual(Float32Array.of(4));
    await session.close();
  });
});
