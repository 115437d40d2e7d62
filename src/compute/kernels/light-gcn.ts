/**
 * Propagation over a bipartite graph, without weights: with degrees D and adjacency B, the normalised
 * A = D^-1/2 B D^-1/2 becomes plain sums of rows when rows are scaled by D^-1/2 beforehand.
 *
 * Rows that are gathered lie in panels of 16 columns, `[nPanels x nNodes x 16]`: a cache line each, and
 * a panel of a few thousand rows stays in the cache of a core.
 */
import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";

/** Columns of a panel; rows are as wide as a whole number of panels. */
export const panelWidth = 16;
/** Rows of one packing task; the compiled kernel has the same number. */
const rowsPerTask = 256;
/** Neighbours that a block of rows has, about. */
const entriesPerBlock = 8192;

/** panels[node] = scale[node] * rows[node] */
const packKernel: Kernel<
  [nNodes: number, width: number, scales: Float32Array, rows: Float32Array, panels: Float32Array]
> = {
  name: "packPanels",
  twin: (task, _slot, nNodes, width, scales, rows, panels) => {
    const first = task * rowsPerTask;
    for (let node = first; node < Math.min(first + rowsPerTask, nNodes); node++) {
      for (let at = 0; at < width; at++) {
        const panel = Math.floor(at / panelWidth);
        const place = (panel * nNodes + node) * panelWidth + (at % panelWidth);
        panels[place] = scales[node] * rows[node * width + at];
      }
    }
  },
};

/** target[node] = factor * (base[node] + weight[node] * sum of its neighbours' rows in `panels`) */
const gatherKernel: Kernel<
  [
    nBlocks: number,
    nNodes: number,
    rowStride: number,
    panelStride: number,
    factor: number,
    blocks: Int32Array,
    nodes: Int32Array,
    offsets: Int32Array,
    neighbours: Int32Array,
    weights: Float32Array,
    panels: Float32Array,
    base: Float32Array,
    target: Float32Array,
  ]
> = {
  name: "gatherPanels",
  twin: (task, _slot, nBlocks, nNodes, rowStride, panelStride, factor, blocks, ...arrays) => {
    const [nodes, offsets, neighbours, weights, panels, base, target] = arrays;
    const panel = Math.floor(task / nBlocks);
    const block = task % nBlocks;
    for (const node of nodes.subarray(blocks[block], blocks[block + 1])) {
      const own = neighbours.subarray(offsets[node], offsets[node + 1]);
      for (let at = 0; at < panelWidth; at++) {
        const place = panel * panelStride + node * rowStride + at;
        let sum = 0;
        for (const other of own) sum += panels[(panel * nNodes + other) * panelWidth + at];
        target[place] = factor * (base[place] + weights[node] * sum);
      }
    }
  },
};

/** Nodes in blocks of about equally many neighbours, in a workspace. */
export interface NodeBlocks {
  /** `[n]` */
  readonly nodes: Int32Array;
  /** `[nBlocks + 1]` where the blocks are in `nodes`. */
  readonly blocks: Int32Array;
}

/** A graph without weights whose arrays are in a workspace. */
export interface Graph {
  readonly nNodes: number;
  /** `[nNodes + 1]` */
  readonly offsets: Int32Array;
  /** `[nEdges]` both directions of an edge. */
  readonly neighbours: Int32Array;
  /** `[nNodes]` degree^-1 and degree^-1/2, 0 for a node alone. */
  readonly inverse: Float32Array;
  readonly inverseRoot: Float32Array;
  readonly all: NodeBlocks;
}

/** The graph with this adjacency, `offsets` `[nNodes + 1]`, `neighbours` `[nEdges]`. */
export function createGraph(
  workspace: Workspace,
  offsets: Int32Array,
  neighbours: Int32Array,
): Graph {
  const nNodes = offsets.length - 1;
  const inverse = workspace.float32(nNodes);
  const inverseRoot = workspace.float32(nNodes);
  for (let node = 0; node < nNodes; node++) {
    const degree = offsets[node + 1] - offsets[node];
    inverse[node] = degree === 0 ? 0 : 1 / degree;
    inverseRoot[node] = degree === 0 ? 0 : 1 / Math.sqrt(degree);
  }
  const nodes = workspace.int32(nNodes);
  for (let node = 0; node < nNodes; node++) nodes[node] = node;
  const room = workspace.int32(nNodes + 1);
  return {
    nNodes,
    offsets: workspace.copyOf(offsets),
    neighbours: workspace.copyOf(neighbours),
    inverse,
    inverseRoot,
    all: nodeBlocks(offsets, nodes, room),
  };
}

/** Divides `nodes` into blocks; `room` `[at least nodes.length + 1]` takes their boundaries. */
export function nodeBlocks(offsets: Int32Array, nodes: Int32Array, room: Int32Array): NodeBlocks {
  let nBlocks = 0;
  let entries = 0;
  room[0] = 0;
  for (let at = 0; at < nodes.length; at++) {
    // A node without neighbours is work, too.
    entries += 8 + offsets[nodes[at] + 1] - offsets[nodes[at]];
    if (entries < entriesPerBlock && at + 1 < nodes.length) continue;
    room[++nBlocks] = at + 1;
    entries = 0;
  }
  return { nodes, blocks: room.subarray(0, nBlocks + 1) };
}

/** Panels `[nPanels x nNodes x 16]` for the steps of a propagation, in a workspace. */
export interface Panels {
  readonly start: Float32Array;
  readonly even: Float32Array;
  readonly odd: Float32Array;
}

/** Panels for rows of `width` columns, a multiple of 16. */
export function createPanels(workspace: Workspace, nNodes: number, width: number): Panels {
  const create = (): Float32Array => workspace.float32(nNodes * width);
  return { start: create(), even: create(), odd: create() };
}

/**
 * Writes S x, where S = 1 / (nLayers + 1) * sum over k = 0 .. nLayers of A^k, to the rows `nodes` of `target`;
 * `rows` and `target` `[nNodes x width]`, width a multiple of 16, may be the same array when `nodes` are
 * all. S is symmetric, so the same function takes gradients back. `nLayers` >= 1.
 *
 * By Horner's rule: z_0 = x, z_k = x + A z_(k - 1), S x = z_nLayers / (nLayers + 1); the panels hold
 * y_k = D^-1/2 z_k = y_0 + D^-1 B y_(k - 1).
 */
export function propagate(
  pool: ComputePool,
  graph: Graph,
  panels: Panels,
  nLayers: number,
  width: number,
  rows: Float32Array,
  target: Float32Array,
  nodes: NodeBlocks = graph.all,
): void {
  const { nNodes, inverse, inverseRoot, all } = graph;
  const packTasks = Math.ceil(nNodes / rowsPerTask);
  pool.run(packKernel, packTasks, nNodes, width, inverseRoot, rows, panels.start);
  const inPanels = { rowStride: panelWidth, panelStride: nNodes * panelWidth };
  let from = panels.start;
  for (let layer = 1; layer < nLayers; layer++) {
    const to = layer % 2 === 0 ? panels.even : panels.odd;
    const layout = { ...inPanels, base: panels.start, target: to };
    gather(pool, graph, width, all, inverse, from, layout, 1);
    from = to;
  }
  const layout = { rowStride: width, panelStride: panelWidth, base: rows, target };
  gather(pool, graph, width, nodes, inverseRoot, from, layout, 1 / (nLayers + 1));
}

/** Where the rows of a base and a target are. */
interface Layout {
  readonly rowStride: number;
  readonly panelStride: number;
  readonly base: Float32Array;
  readonly target: Float32Array;
}

function gather(
  pool: ComputePool,
  { nNodes, offsets, neighbours }: Graph,
  width: number,
  { nodes, blocks }: NodeBlocks,
  weights: Float32Array,
  panels: Float32Array,
  { rowStride, panelStride, base, target }: Layout,
  factor: number,
): void {
  const nBlocks = blocks.length - 1;
  pool.run(
    gatherKernel,
    (width / panelWidth) * nBlocks,
    nBlocks,
    nNodes,
    rowStride,
    panelStride,
    factor,
    blocks,
    nodes,
    offsets,
    neighbours,
    weights,
    panels,
    base,
    target,
  );
}
