import { afterAll, describe, expect, it } from "vitest";
import { Graph, SparseRoom } from "../../../src/compute/graph/index.js";
import { sparseFromTriples, transpose } from "../../../src/compute/sparse.js";
import { refinedEdges, refinedNodes } from "../../../src/models/grcn/network.js";
import { testPools } from "../../compute/kernels/both-backends.js";
import { expectRows } from "../../support/dense-matrix.js";
import { constantRows, graphValues } from "../../support/graph-values.js";

const { twin: pool } = testPools();
const workspace = pool.workspace();
afterAll(() => {
  workspace.release();
});
const room = new SparseRoom(workspace, pool);

/** Users 0 and 1 have item 0; user 1 has item 1, too: edges (0, 0), (1, 0), (1, 1). */
const byUser = sparseFromTriples(
  2,
  2,
  Int32Array.of(0, 1, 1),
  Int32Array.of(0, 0, 1),
  new Float32Array(3).fill(1),
);
const ways = { byUser: room.matrix(byUser), byItem: room.matrix(transpose(byUser)) };

describe("the refined edges of GRCN", () => {
  const graph = new Graph();
  const edges = (values: readonly number[]) => graph.constant(Float32Array.from(values));
  const nodes = (users: readonly number[], items: readonly number[]) => ({
    users: constantRows(
      graph,
      users.map((value) => [value]),
    ),
    items: constantRows(
      graph,
      items.map((value) => [value]),
    ),
  });
  const weights = refinedEdges(
    ways,
    [
      { intoUsers: edges([1, 0.25, 0.75]), intoItems: edges([0.5, 0.5, 1]) },
      { intoUsers: edges([1, 0.5, 0.5]), intoItems: edges([0.1, 0.9, 1]) },
    ],
    [nodes([1, -1], [2, -4]), nodes([3, -2], [1, -1])],
  );

  it("are attention times the sender's confidence, the largest over modalities, pruned below 0", async () => {
    const { intoUsers, intoItems } = await graphValues(graph, weights);
    // Item 1 has negative confidence in both; into user 1 from item 0 the larger of .25 x 2 and .5 x 1.
    expect(intoUsers[0]).toEqual([2, 0.5, 0]);
    // Into item 0 from user 0 the larger of .5 x 1 and .1 x 3; user 1 is negative in both.
    expect(intoItems[0]).toEqual([0.5, 0, 0]);
  });

  it("carry rows of unit length, and layers add up", async () => {
    const learned = {
      users: constantRows(graph, [[2], [4]]),
      items: constantRows(graph, [[-3], [5]]),
    };
    const { users, items } = await graphValues(graph, refinedNodes(ways, weights, learned, 2));
    // Rows start at 1, 1 and -1, 1. Layer 1: users 2 x -1, .5 x -1; items .5 x 1, 0. Layer 2: 2 x .5, .5 x .5; .5 x -2.
    expectRows(users, [[1 - 2 + 1], [1 - 0.5 + 0.25]]);
    expectRows(items, [[-1 + 0.5 - 1], [1]]);
  });
});
