import { afterAll, describe, expect, it } from "vitest";
import { isMoviolaError } from "../../../../src/common/errors.js";
import { exportOnnx } from "../../../../src/compute/graph/export.js";
import { Graph } from "../../../../src/compute/graph/graph.js";
import { add, multiply } from "../../../../src/compute/graph/operators/elementwise.js";
import {
  edgeProducts,
  edgeSoftmax,
  turnedWeightedProduct,
  weightedProduct,
} from "../../../../src/compute/graph/operators/edges.js";
import { gather } from "../../../../src/compute/graph/operators/gather.js";
import { matMul } from "../../../../src/compute/graph/operators/products.js";
import { mean, sum } from "../../../../src/compute/graph/operators/reduce.js";
import {
  propagate,
  sparseProduct,
  turnedProduct,
} from "../../../../src/compute/graph/operators/sparse.js";
import { adam } from "../../../../src/compute/graph/optimisers/adam.js";
import { openSession } from "../../../../src/compute/graph/session.js";
import { SparseRoom } from "../../../../src/compute/graph/sparse/graph-matrix.js";
import { openTraining } from "../../../../src/compute/graph/training.js";
import type { ComputePool } from "../../../../src/compute/pool/pool.js";
import { createRandom } from "../../../../src/compute/random.js";
import { sparseFromTriples, type SparseMatrix } from "../../../../src/compute/sparse.js";
import { testPools } from "../../kernels/both-backends.js";
import { checkGradient, randomValues } from "../check-gradient.js";

const { twin, compiled } = testPools();
const workspaces = [twin, ...compiled].map((pool) => ({ pool, workspace: pool.workspace() }));
afterAll(() => {
  for (const { workspace } of workspaces) workspace.release();
});
const rooms = workspaces.map(({ pool, workspace }) => new SparseRoom(workspace, pool));

/** With an empty row and an empty column. */
function randomSparse(nRows: number, nColumns: number, name = "matrix"): SparseMatrix {
  const random = createRandom(3, name);
  const n = 2 * nRows;
  const draw = (bound: number): Int32Array =>
    Int32Array.from({ length: n }, () => random.integer(bound - 1));
  const values = Float32Array.from({ length: n }, () => random.normal());
  return sparseFromTriples(nRows, nColumns, draw(nRows), draw(nColumns), values);
}

const matrix = randomSparse(5, 4);
const square = randomSparse(6, 6, "square");
const nEntries = matrix.columns.length;

describe.each(rooms.map((room, at) => [at === 0 ? "twin" : `pool ${at}`, room] as const))(
  "operators with sparse matrices, %s",
  (_name, room) => {
    it("multiplies, and learns through products", async () => {
      const m = room.matrix(matrix);
      await checkGradient(([x]) => sparseProduct(m, x), { shapes: [[4, 3]] });
      await checkGradient(([x]) => turnedProduct(m, x), { shapes: [[5, 3]] });
    });

    it.each(["mean", "sum", "last"] as const)("propagates: %s", async (combine) => {
      const m = room.matrix(square);
      for (const layers of [0, 1, 2, 3]) {
        await checkGradient(([x]) => propagate(m, x, { layers, combine }), { shapes: [[6, 3]] });
      }
    });

    it("gives numbers along edges, and takes them as weights", async () => {
      const m = room.matrix(matrix);
      const shapes = [
        [5, 6],
        [4, 6],
      ];
      await checkGradient(([left, right]) => edgeProducts(m, left, right), { shapes });
      const byRow = [[nEntries], [4, 3]];
      await checkGradient(([w, x]) => weightedProduct(m, w, x), { shapes: byRow });
      const byColumn = [[nEntries], [5, 3]];
      await checkGradient(([w, x]) => turnedWeightedProduct(m, w, x), { shapes: byColumn });
      await checkGradient(([scores]) => edgeSoftmax(m, scores), { shapes: [[nEntries]] });
    });

    it("takes a tensor that a product and a sum need as well", async () => {
      const m = room.matrix(square);
      await checkGradient(
        ([x, w]) => {
          const made = multiply(sparseProduct(m, x), 2);
          return add(add(matMul(made, w), x), sparseProduct(m, made));
        },
        {
          shapes: [
            [6, 2],
            [2, 2],
          ],
        },
      );
    });

    it("works between operators of ONNX, on both sides of several stages", async () => {
      const m = room.matrix(square);
      await checkGradient(
        ([x, w, y]) => {
          const projected = matMul(x, w);
          const first = propagate(m, projected, { layers: 2 });
          const attention = edgeSoftmax(m, edgeProducts(m, first, y));
          const second = weightedProduct(m, attention, multiply(first, projected));
          return add(gather(second, x.graph.constant(Int32Array.of(1, 1, 4))), 0.5);
        },
        {
          shapes: [
            [6, 2],
            [2, 3],
            [6, 3],
          ],
        },
      );
    });
  },
);

/** A factorisation whose rows are smoothed over a graph, trained on one batch. */
async function trained(pool: ComputePool, threads: number): Promise<Float32Array> {
  const workspace = pool.workspace();
  const graph = new Graph();
  const m = new SparseRoom(workspace, pool).matrix(square);
  const x = graph.parameter("x", [6, 16], randomValues(96, "x"));
  const users = graph.input("users", ["batch"], "int32");
  const rows = gather(propagate(m, x, { layers: 3 }), users);
  const loss = mean(sum(multiply(rows, rows), { axes: [1] }));
  const training = await openTraining(graph, { loss, optimiser: adam(), threads });
  const losses: number[] = [];
  for (let step = 0; step < 5; step++) {
    const feeds = { users: Int32Array.of(0, 2, 2, 5) };
    losses.push((await training.step(feeds, { batch: 4 }, 0.05)).loss);
  }
  const values = training.parameters().x.slice();
  await training.close();
  workspace.release();
  expect(losses.at(-1)).toBeLessThan(losses[0]);
  return values;
}

describe("graphs with sparse matrices", () => {
  it("train to the same bytes whatever the number of threads", async () => {
    const [first, ...others] = await Promise.all(
      compiled.flatMap((pool) => [trained(pool, 1), trained(pool, 2)]),
    );
    for (const other of others) expect(other).toEqual(first);
  });

  it("use another matrix of the same size after `replace`", async () => {
    for (const room of rooms) {
      const m = room.matrix(square);
      const graph = new Graph();
      const x = graph.input("x", [6, 2]);
      const outputs = { straight: sparseProduct(m, x), turned: turnedProduct(m, x) };
      const session = await openSession(graph, outputs);
      const feeds = { x: randomValues(12, "replace") };
      const before = await session.run(feeds, {});
      const eye = Int32Array.from({ length: 6 }, (_unused, at) => at);
      m.replace(sparseFromTriples(6, 6, eye, eye, new Float32Array(6).fill(2)));
      const after = await session.run(feeds, {});
      for (const own of ["straight", "turned"]) {
        expect(after[own]).toEqual(feeds.x.map((value) => 2 * value));
        expect(after[own]).not.toEqual(before[own]);
      }
      await session.close();
      expect(() => m.replace(matrix)).toThrow(/E_GRAPH_SHAPE/);
    }
  });

  it("refuse operands that do not fit", () => {
    const m = rooms[0].matrix(matrix);
    const graph = new Graph();
    const x = graph.input("x", [3, 2]);
    for (const build of [
      () => sparseProduct(m, x),
      () => turnedProduct(m, x),
      () => propagate(m, x, { layers: 1 }),
      () => propagate(rooms[0].matrix(square), graph.scalar(1), { layers: 1 }),
      () => edgeProducts(m, graph.input("l", [5, 2]), graph.input("r", [4, 3])),
      () => edgeSoftmax(m, graph.input("s", [nEntries + 1])),
      () => weightedProduct(m, graph.input("w", [2]), graph.input("y", [4, 2])),
    ]) {
      expect(build).toThrow(/E_GRAPH_SHAPE/);
    }
    const symmetric = rooms[0].matrix(square);
    expect(() => propagate(symmetric, graph.input("z", [6, 2]), { layers: -1 })).toThrow(
      /E_GRAPH_SHAPE/,
    );
  });

  it("are not exported: the vectors that they make are what a file may hold", async () => {
    const graph = new Graph();
    const x = graph.input("x", [4, 2]);
    const error: unknown = await exportOnnx(
      graph,
      { y: sparseProduct(rooms[0].matrix(matrix), x) },
      {},
    ).catch((thrown: unknown) => thrown);
    expect(isMoviolaError(error, "E_GRAPH_EXPORT")).toBe(true);
  });
});
