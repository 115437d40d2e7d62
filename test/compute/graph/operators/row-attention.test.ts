import { afterAll, describe, expect, it } from "vitest";
import { Graph } from "../../../../src/compute/graph/graph.js";
import { multiply } from "../../../../src/compute/graph/operators/elementwise.js";
import { matMul } from "../../../../src/compute/graph/operators/products.js";
import { mean } from "../../../../src/compute/graph/operators/reduce.js";
import { rowAttention } from "../../../../src/compute/graph/operators/row-attention.js";
import { adam } from "../../../../src/compute/graph/optimisers/adam.js";
import { openSession } from "../../../../src/compute/graph/session.js";
import { SparseRoom } from "../../../../src/compute/graph/sparse/graph-matrix.js";
import { openTraining } from "../../../../src/compute/graph/training.js";
import type { ComputePool } from "../../../../src/compute/pool/pool.js";
import { testPools } from "../../kernels/both-backends.js";
import { checkGradient, expectClose, randomValues } from "../check-gradient.js";

const { twin, compiled } = testPools();
const workspaces = [twin, ...compiled].map((pool) => ({ pool, workspace: pool.workspace() }));
afterAll(() => {
  for (const { workspace } of workspaces) workspace.release();
});
const rooms = workspaces.map(({ pool, workspace }) => new SparseRoom(workspace, pool));

describe.each(rooms.map((room, at) => [at === 0 ? "twin" : `pool ${at}`, room] as const))(
  "attention over rows, %s",
  (_name, room) => {
    it.each([
      [1, 1, 2],
      [5, 2, 6],
      [7, 1, 9],
      [33, 1, 2],
    ])(
      "gives equation 1 and its gradient: %i rows, %i heads, width %i",
      async (rows, heads, width) => {
        await checkGradient(([packed]) => rowAttention(room, packed, { heads }), {
          shapes: [[rows, 3 * width]],
        });
      },
    );

    it("looks at the rows that are present alone", async () => {
      const present = Uint8Array.of(1, 0, 0, 1, 1, 0);
      await checkGradient(
        ([packed], graph) =>
          rowAttention(room, packed, { heads: 2, present: graph.constant(present) }),
        { shapes: [[6, 12]] },
      );
    });

    it("stays finite for scores of any size, and gives the row with the largest one", async () => {
      const graph = new Graph();
      const packed = graph.input("packed", [3, 3]);
      const session = await openSession(graph, { y: rowAttention(room, packed, { heads: 1 }) });
      // Queries 1, keys 0, 900 and -900, values 5, 6 and 7.
      const values = Float32Array.of(1, 0, 5, 1, 900, 6, -1, -900, 7);
      const { y } = await session.run({ packed: values }, {});
      await session.close();
      expect([...(y as Float32Array)]).toEqual([6, 6, 7]);
    });
  },
);

/** Outputs of 300 rows, which are many blocks of queries and keys, and some steps of training. */
async function trained(pool: ComputePool, threads: number): Promise<Float32Array> {
  const workspace = pool.workspace();
  const graph = new Graph();
  const x = graph.parameter("x", [300, 16], randomValues(300 * 16, "x"));
  const w = graph.parameter("w", [16, 48], randomValues(16 * 48, "w", -0.5, 0.5));
  const attended = rowAttention(new SparseRoom(workspace, pool), matMul(x, w), { heads: 2 });
  const loss = mean(multiply(attended, attended));
  const training = await openTraining(graph, { loss, optimiser: adam(), threads });
  for (let step = 0; step < 3; step++) await training.step({}, {}, 0.05);
  const values = training.parameters().w.slice();
  await training.close();
  workspace.release();
  return values;
}

describe("graphs with attention over rows", () => {
  it("train to the same bytes whatever the number of threads", async () => {
    const [first, ...others] = await Promise.all(
      compiled.flatMap((pool) => [trained(pool, 1), trained(pool, 2)]),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("agree with the twin over many blocks", async () => {
    const results: Float32Array[] = [];
    for (const room of rooms.slice(0, 2)) {
      const graph = new Graph();
      const packed = graph.input("packed", [300, 30]);
      const session = await openSession(graph, { y: rowAttention(room, packed, { heads: 2 }) });
      const { y } = await session.run({ packed: randomValues(9000, "packed", -3, 3) }, {});
      results.push(y as Float32Array);
      await session.close();
    }
    // Powers to 4e-7 each, sums of 300 in single precision.
    expectClose(results[1], results[0], 5e-6);
  });

  it("refuse what is not queries, keys and values", () => {
    const graph = new Graph();
    const packed = graph.input("packed", [4, 12]);
    for (const build of [
      () => rowAttention(rooms[0], packed, { heads: 3 }),
      () => rowAttention(rooms[0], packed, { heads: 0 }),
      () => rowAttention(rooms[0], graph.input("odd", ["batch", 12]), { heads: 1 }),
      () => rowAttention(rooms[0], packed, { heads: 2, present: graph.input("p", [3], "bool") }),
      () => rowAttention(rooms[0], packed, { heads: 2, present: graph.input("r", [4]) }),
    ]) {
      expect(build).toThrow(/E_GRAPH_SHAPE/);
    }
  });
});
