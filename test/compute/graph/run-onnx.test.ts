import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exportOnnx } from "../../../src/compute/graph/export.js";
import { Graph } from "../../../src/compute/graph/graph.js";
import { add, multiply } from "../../../src/compute/graph/operators/elementwise.js";
import { gather } from "../../../src/compute/graph/operators/gather.js";
import { runOnnx } from "../../../src/compute/graph/run-onnx.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "moviola-run-onnx-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** 2 * row + 1 of a table of three rows. */
async function exported(path?: string): Promise<Uint8Array> {
  const graph = new Graph();
  const table = graph.parameter("table", [3, 2], new Float32Array(6));
  const rows = gather(table, graph.input("rows", ["batch"], "int32"));
  const values = { table: Float32Array.of(1, 2, 3, 4, 5, 6) };
  return exportOnnx(graph, { y: add(multiply(rows, 2), 1) }, values, path);
}

describe("runOnnx", () => {
  it("gives the outputs of a file by name, from bytes or a path", async () => {
    const path = join(folder, "model.onnx");
    const bytes = await exported(path);
    for (const file of [bytes, path]) {
      const rows = { values: Int32Array.of(2, 0), shape: [2] };
      const { y } = await runOnnx(file, { rows });
      expect([...(y.values as Float32Array)]).toEqual([11, 13, 3, 5]);
      expect(y.shape).toEqual([2, 2]);
    }
  });

  it("says what is wrong with a file, or with what it is given", async () => {
    const bytes = await exported();
    const wrong = [
      () => runOnnx(bytes.subarray(0, 40), {}),
      () => runOnnx(join(folder, "none.onnx"), {}),
      () => runOnnx(bytes, {}),
      () => runOnnx(bytes, { rows: { values: Float32Array.of(1), shape: [1] } }),
      () => runOnnx(bytes, { rows: { values: Int32Array.of(1, 2, 0), shape: [2] } }),
    ];
    for (const each of wrong) await expect(each()).rejects.toThrow(/E_GRAPH_SESSION/);
  });
});
