import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportOnnx } from "../../../src/compute/graph/export.js";
import { Graph } from "../../../src/compute/graph/graph.js";
import { dense } from "../../../src/compute/graph/layers/dense.js";
import { embedding } from "../../../src/compute/graph/layers/embedding.js";
import { transformerEncoder } from "../../../src/compute/graph/layers/transformer.js";
import { divide, log } from "../../../src/compute/graph/operators/elementwise.js";
import { meanSquaredError } from "../../../src/compute/graph/operators/losses.js";
import { mean } from "../../../src/compute/graph/operators/reduce.js";
import { reshape } from "../../../src/compute/graph/operators/shape.js";
import { adam } from "../../../src/compute/graph/optimisers/adam.js";
import { openSession } from "../../../src/compute/graph/session.js";
import { openTraining } from "../../../src/compute/graph/training.js";
import { randomValues } from "./check-gradient.js";

const code = (expected: string): Error => expect.objectContaining({ code: expected }) as Error;

/** Ratings from three tokens by a small transformer with dropout. */
function model(isTraining: boolean) {
  const graph = new Graph();
  const builder = { graph, seed: 3, isTraining };
  const tokens = graph.input("tokens", ["batch", 3], "int32");
  const vectors = embedding(builder, "words", tokens, [7, 8]);
  const { output, weights } = transformerEncoder(builder, "encoder", vectors, {
    layers: 1,
    heads: 2,
    dropout: 0.2,
  });
  const prediction = reshape(dense(builder, "head", mean(output, { axes: [1] }), 1), ["batch"]);
  return { graph, prediction, weights: weights[0] };
}

const tokens = Int32Array.of(0, 1, 2, 6, 5, 4, 3, 3, 3, 1, 0, 6);

async function trained(): Promise<Readonly<Record<string, Float32Array>>> {
  const { graph, prediction } = model(true);
  const loss = meanSquaredError(prediction, graph.input("ratings", ["batch"]));
  const training = await openTraining(graph, { loss, optimiser: adam() });
  for (let step = 0; step < 5; step++) {
    await training.step({ tokens, ratings: randomValues(4, "ratings") }, { batch: 4 }, 0.01);
  }
  const { arrays } = training.save();
  await training.close();
  return Object.fromEntries(
    Object.entries(arrays).filter(([name]) => !name.startsWith("training/")),
  );
}

describe("an exported graph", () => {
  let folder = "";
  let parameters: Readonly<Record<string, Float32Array>> = {};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "moviola-export-"));
    parameters = await trained();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("runs from its file alone, and gives what the live graph gives", async () => {
    const { graph, prediction, weights } = model(false);
    const path = join(folder, "model.onnx");
    const bytes = await exportOnnx(graph, { prediction, attention: weights }, parameters, path);
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
    expect(await readdir(folder)).toEqual(["model.onnx"]);

    const alone = await InferenceSession.create(path);
    expect(alone.inputNames).toEqual(["tokens"]);
    expect(alone.outputNames).toEqual(["prediction", "attention"]);
    const results = await alone.run({ tokens: new OrtTensor("int32", tokens, [4, 3]) });
    expect(results.attention.dims).toEqual([4, 2, 3, 3]);

    const live = await openSession(graph, { prediction });
    const expected = await live.run({ tokens, ...parameters }, { batch: 4 });
    await live.close();
    const actual = results.prediction.data as Float32Array;
    expect(new Set(actual).size).toBe(4);
    actual.forEach((value, at) =>
      expect(Math.abs(value - Number(expected.prediction[at]))).toBeLessThan(1e-5),
    );
    await alone.release();
  });

  it("is the same bytes each time", async () => {
    const make = async () => {
      const { graph, prediction } = model(false);
      return Buffer.from(await exportOnnx(graph, { prediction }, parameters)).toString("base64");
    };
    expect(await make()).toBe(await make());
  });

  it("is refused with dropout, and leaves no file", async () => {
    const { graph, prediction } = model(true);
    const path = join(folder, "dropout.onnx");
    const made = exportOnnx(graph, { prediction }, parameters, path);
    await expect(made).rejects.toThrow(/E_GRAPH_EXPORT.*with dropout.*isTraining: false/s);
    await expect(readFile(path)).rejects.toThrow("ENOENT");
  });

  it("is refused without a parameter, or with one of another length", async () => {
    const { graph, prediction } = model(false);
    const { "head/weight": weight, ...others } = parameters;
    await expect(exportOnnx(graph, { prediction }, others)).rejects.toThrow(
      /E_GRAPH_EXPORT.*head\/weight.*8 values.*none/s,
    );
    const short = { ...parameters, "head/weight": weight.subarray(1) };
    await expect(exportOnnx(graph, { prediction }, short)).rejects.toThrow(code("E_GRAPH_EXPORT"));
  });

  it("is refused with an output's name that is taken, and without an output", async () => {
    const { graph, prediction } = model(false);
    for (const name of ["tokens", "head/weight", prediction.name, ""]) {
      await expect(exportOnnx(graph, { [name]: prediction }, parameters)).rejects.toThrow(
        code("E_GRAPH_EXPORT"),
      );
    }
    await expect(exportOnnx(graph, {}, parameters)).rejects.toThrow(code("E_GRAPH_EXPORT"));
  });

  it("is refused when what it gives is no number", async () => {
    const graph = new Graph();
    const x = graph.input("x", ["batch"]);
    const w = graph.parameter("w", [1], Float32Array.of(1));
    const outputs = { logarithm: log(divide(x, w)) };
    const negative = { feeds: { x: Float32Array.of(-1) }, sizes: { batch: 1 } };
    const made = exportOnnx(graph, outputs, { w: Float32Array.of(1) }, undefined, negative);
    await expect(made).rejects.toThrow(/E_GRAPH_EXPORT.*logarithm.*not numbers/s);
    const positive = { feeds: { x: Float32Array.of(2) }, sizes: { batch: 1 } };
    const fine = exportOnnx(graph, outputs, { w: Float32Array.of(1) }, undefined, positive);
    await expect(fine).resolves.toBeDefined();
  });
});
