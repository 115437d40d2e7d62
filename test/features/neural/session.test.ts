import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pool } from "../../../src/features/neural/pooling.js";
import { openSession } from "../../../src/features/neural/session/session.js";
import { temporaryFolder } from "../../support/onnx/model-folder.js";
import { onnxModel, type ElementType, type Graph } from "../../support/onnx/model.js";

function fileOf(graph: Graph): string {
  const path = join(temporaryFolder(), "model.onnx");
  writeFileSync(path, onnxModel(graph));
  return path;
}

const cast = (from: ElementType, to: ElementType, number: number): string =>
  fileOf({
    inputs: [{ name: "x", type: from, shape: ["n"] }],
    outputs: [{ name: "y", type: to, shape: ["n"] }],
    constants: {},
    operators: [{ type: "Cast", inputs: ["x"], outputs: ["y"], attributes: { to: number } }],
  });

describe("a session", () => {
  test.each<[type: ElementType]>([["int64"], ["int32"]])(
    "feeds whole numbers as %s",
    async (type) => {
      const session = await openSession(cast(type, "float32", 1), { device: "cpu", threads: 1 });
      const { data } = await session.run({ x: { data: Int32Array.of(-3, 7), dims: [2] } }, "y");
      expect([...data]).toEqual([-3, 7]);
      expect(session.inputs).toEqual([{ name: "x", type, shape: ["n"] }]);
      await session.close();
    },
  );

  test.each<[type: ElementType, number: number]>([
    ["float16", 10],
    ["int64", 7],
  ])("reads outputs of type %s as float32", async (type, number) => {
    const session = await openSession(cast("float32", type, number), { device: "cpu" });
    const { data, dims } = await session.run(
      { x: { data: Float32Array.of(2, -40), dims: [2] } },
      "y",
    );
    expect(data).toEqual(Float32Array.of(2, -40));
    expect(dims).toEqual([2]);
  });

  test("numbers that are not finite come through, to be given a state later", async () => {
    const session = await openSession(cast("float32", "float16", 10), { device: "cpu" });
    const { data } = await session.run({ x: { data: Float32Array.of(1e6), dims: [1] } }, "y");
    expect([...data]).toEqual([Infinity]);
  });
});

describe("pooling", () => {
  // Two items of three rows of two numbers.
  const output = { data: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), dims: [2, 3, 2] };

  test("cls, mean, and a mean of some rows", () => {
    expect([...pool(output, 1, "cls")]).toEqual([7, 8]);
    expect([...pool(output, 1, "mean")]).toEqual([9, 10]);
    expect([...pool(output, 0, "mean", [true, false, true])]).toEqual([3, 4]);
    expect([...pool(output, 0, "mean", [true])]).toEqual([1, 2]);
    expect([...pool(output, 0, "known-mean", [false, false, false])]).toEqual([0, 0]);
  });

  test("pooled vectors and maps", () => {
    expect([...pool({ data: output.data, dims: [2, 6] }, 1, "pooled")]).toEqual([
      7, 8, 9, 10, 11, 12,
    ]);
    expect([...pool({ data: output.data, dims: [2, 3, 1, 2] }, 0, "pooled")]).toEqual([
      1.5, 3.5, 5.5,
    ]);
  });
});
