import { describe, expect, it } from "vitest";
import {
  createGraph,
  createPanels,
  nodeBlocks,
  propagate,
} from "../../../src/compute/kernels/light-gcn.js";
import type { ComputePool } from "../../../src/compute/pool/pool.js";
import { createRandom } from "../../../src/compute/random.js";
import { relativeDifference, testPools } from "./both-backends.js";

const { twin, compiled } = testPools();

interface Adjacency {
  readonly offsets: Int32Array;
  readonly neighbours: Int32Array;
}

/** Both directions of random edges between the first `nUsers` nodes and the others; the last has none. */
function bipartite(nUsers: number, nNodes: number, nEdges: number): Adjacency {
  const random = createRandom(1, "graph");
  const rows = Array.from({ length: nNodes }, () => new Set<number>());
  for (let edge = 0; edge < nEdges; edge++) {
    const user = random.integer(nUsers);
    const item = nUsers + random.integer(nNodes - nUsers - 1);
    rows[user].add(item);
    rows[item].add(user);
  }
  const offsets = new Int32Array(nNodes + 1);
  rows.forEach((row, node) => (offsets[node + 1] = offsets[node] + row.size));
  return {
    offsets,
    neighbours: Int32Array.from(rows.flatMap((row) => [...row].sort((a, b) => a - b))),
  };
}

function smoothed(
  pool: ComputePool,
  graph: Adjacency,
  nLayers: number,
  width: number,
  rows: Float32Array,
  nodes?: Int32Array,
): Float32Array {
  const workspace = pool.workspace();
  const held = createGraph(workspace, graph.offsets, graph.neighbours);
  const panels = createPanels(workspace, held.nNodes, width);
  const target = workspace.float32(rows.length).fill(7);
  const chosen =
    nodes === undefined
      ? undefined
      : nodeBlocks(graph.offsets, workspace.copyOf(nodes), workspace.int32(nodes.length + 1));
  const start = workspace.copyOf(rows);
  propagate(pool, held, panels, nLayers, width, start, target, chosen);
  const copy = target.slice();
  workspace.release();
  return copy;
}

/** The mean of A^k x for k = 0 .. nLayers with the dense, normalised A, in double precision. */
function denseMean(graph: Adjacency, nLayers: number, width: number, rows: Float32Array): number[] {
  const nNodes = graph.offsets.length - 1;
  const degree = (node: number): number => graph.offsets[node + 1] - graph.offsets[node];
  const dense = Array.from({ length: nNodes }, (_unused, node) => {
    const row = new Float64Array(nNodes);
    for (const other of graph.neighbours.subarray(graph.offsets[node], graph.offsets[node + 1])) {
      row[other] = 1 / Math.sqrt(degree(node) * degree(other));
    }
    return row;
  });
  let layer = Array.from(rows);
  const sum = layer.slice();
  for (let done = 0; done < nLayers; done++) {
    layer = layer.map((_value, place) => {
      const at = place % width;
      return dense[Math.floor(place / width)].reduce(
        (total, weight, other) => total + weight * layer[other * width + at],
        0,
      );
    });
    layer.forEach((value, place) => (sum[place] += value));
  }
  return sum.map((value) => value / (nLayers + 1));
}

function randomRows(length: number): Float32Array {
  const random = createRandom(2, "rows");
  return Float32Array.from({ length }, () => random.normal());
}

describe("propagation", () => {
  it("is what the definition says on a graph made by hand", () => {
    // Users 0 and 1, items 2 and 3; pairs (0, 2), (1, 2), (1, 3).
    const graph = {
      offsets: Int32Array.of(0, 1, 3, 5, 6),
      neighbours: Int32Array.of(2, 2, 3, 0, 1, 1),
    };
    const rows = new Float32Array(4 * 16);
    rows[2 * 16] = 4;
    const expected = [4 / Math.sqrt(2) / 2, 4 / 2 / 2, 4 / 2, 0];
    for (const pool of [twin, ...compiled]) {
      const found = smoothed(pool, graph, 1, 16, rows);
      expect(
        relativeDifference(
          expected.map((_value, node) => found[node * 16]),
          expected,
        ),
      ).toBeLessThan(1e-6);
    }
  });

  it.each([1, 2, 3, 4])("agrees with the dense computation, %i layers", (nLayers) => {
    const graph = bipartite(13, 30, 80);
    const rows = randomRows(30 * 32);
    const expected = denseMean(graph, nLayers, 32, rows);
    for (const pool of [twin, ...compiled]) {
      // Single precision against double.
      expect(relativeDifference(smoothed(pool, graph, nLayers, 32, rows), expected)).toBeLessThan(
        1e-6,
      );
    }
  });

  it("agrees with its twin over several blocks, with the same bytes on every number of threads", () => {
    const graph = bipartite(500, 800, 30000);
    const rows = randomRows(800 * 48);
    const expected = smoothed(twin, graph, 3, 48, rows);
    const [one, ...others] = compiled.map((pool) => smoothed(pool, graph, 3, 48, rows));
    // The twin adds in double precision.
    expect(relativeDifference(one, expected)).toBeLessThan(1e-6);
    for (const other of others) expect(other).toEqual(one);
  });

  it("of some rows gives the same bytes as of all, and leaves the others", () => {
    const graph = bipartite(300, 400, 9000);
    const rows = randomRows(400 * 16);
    const all = smoothed(compiled[1], graph, 2, 16, rows);
    const chosen = Int32Array.of(399, 5, 320, 17, 0);
    const some = smoothed(compiled[1], graph, 2, 16, rows, chosen);
    for (let node = 0; node < 400; node++) {
      const row = some.subarray(node * 16, (node + 1) * 16);
      if (chosen.includes(node)) expect(row).toEqual(all.subarray(node * 16, (node + 1) * 16));
      else expect(row.every((value) => value === 7)).toBe(true);
    }
  });

  it("is symmetric: <x, S y> = <S x, y>", () => {
    const graph = bipartite(40, 90, 300);
    const x = randomRows(90 * 16);
    const y = x.slice().reverse();
    const product = (a: Float32Array, b: Float32Array): number =>
      a.reduce((sum, value, at) => sum + value * b[at], 0);
    const [left, right] = [smoothed(twin, graph, 3, 16, y), smoothed(twin, graph, 3, 16, x)];
    expect(product(x, left)).toBeCloseTo(product(right, y), 3);
  });
});
