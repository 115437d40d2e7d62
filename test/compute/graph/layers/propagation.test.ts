import { afterAll, describe, expect, it } from "vitest";
import { Graph } from "../../../../src/compute/graph/graph.js";
import {
  itemGraphPropagation,
  lightGcnPropagation,
} from "../../../../src/compute/graph/layers/propagation.js";
import { concat } from "../../../../src/compute/graph/operators/shape.js";
import { openSession } from "../../../../src/compute/graph/session.js";
import { bipartiteAdjacency } from "../../../../src/compute/graph/sparse/bipartite.js";
import { SparseRoom } from "../../../../src/compute/graph/sparse/graph-matrix.js";
import { neighbourGraph } from "../../../../src/compute/graph/sparse/neighbour-graph.js";
import { sparseFromTriples } from "../../../../src/compute/sparse.js";
import { testPools } from "../../kernels/both-backends.js";
import { checkGradient } from "../check-gradient.js";

const { twin: pool } = testPools();
const workspace = pool.workspace();
afterAll(() => {
  workspace.release();
});
const room = new SparseRoom(workspace, pool);

/** Users 0 and 1 have item 0; user 1 has item 1, too. */
const byUser = sparseFromTriples(
  2,
  2,
  Int32Array.of(0, 1, 1),
  Int32Array.of(0, 0, 1),
  new Float32Array(3).fill(1),
);

describe("LightGCN propagation as a layer", () => {
  const adjacency = room.matrix(bipartiteAdjacency(byUser), { isSymmetric: true });

  it("gives the mean of the vectors and their neighbours' by hand, one layer", async () => {
    const graph = new Graph();
    const users = graph.constant(Float32Array.of(1, 2), [2, 1]);
    const items = graph.constant(Float32Array.of(3, 5), [2, 1]);
    const nodes = lightGcnPropagation(adjacency, { users, items }, { layers: 1 });
    const session = await openSession(graph, { users: nodes.users, items: nodes.items });
    const values = await session.run({}, {});
    await session.close();
    const half = Math.SQRT1_2;
    // 1 / sqrt(d_u d_i): 1 / sqrt 2 for (0, 0), 1 / 2 for (1, 0), 1 / sqrt 2 for (1, 1).
    const expected = {
      users: [(1 + 3 * half) / 2, (2 + 3 / 2 + 5 * half) / 2],
      items: [(3 + half + 2 / 2) / 2, (5 + 2 * half) / 2],
    };
    for (const side of ["users", "items"] as const) {
      expected[side].forEach((value, at) => expect(values[side][at]).toBeCloseTo(value, 6));
    }
  });

  it("learns through users and items", async () => {
    await checkGradient(
      ([users, items]) => {
        const nodes = lightGcnPropagation(adjacency, { users, items }, { layers: 2 });
        return concat([nodes.items, nodes.users], 0);
      },
      {
        shapes: [
          [2, 3],
          [2, 3],
        ],
      },
    );
  });
});

describe("an item graph as a layer", () => {
  it("averages a row with its nearest one, as often as it has layers", async () => {
    const vectors = { nRows: 3, dim: 2, values: Float32Array.of(1, 0, 2, 0.1, 0, 1) };
    const itemGraph = room.matrix(neighbourGraph(pool, vectors, { neighbours: 2 }));
    const graph = new Graph();
    const items = graph.constant(Float32Array.of(2, 4, 8), [3, 1]);
    const outputs = {
      none: itemGraphPropagation(itemGraph, items, 0),
      once: itemGraphPropagation(itemGraph, items),
      twice: itemGraphPropagation(itemGraph, items, 2),
    };
    const session = await openSession(graph, outputs);
    const values = await session.run({}, {});
    await session.close();
    expect([...values.none]).toEqual([2, 4, 8]);
    // Rows 0 and 1 are each other's nearest, row 1 is that of row 2.
    for (const [own, expected] of [
      ["once", [3, 3, 6]],
      ["twice", [3, 3, 4.5]],
    ] as const) {
      expected.forEach((value, at) => expect(values[own][at]).toBeCloseTo(value, 6));
    }
  });
});
