import { adamStep, createAdam, type AdamState } from "../../compute/kernels/adam.js";
import {
  createGraph,
  createPanels,
  nodeBlocks,
  propagate,
  type Graph,
  type NodeBlocks,
  type Panels,
} from "../../compute/kernels/light-gcn.js";
import type { PairSamples } from "../../compute/kernels/pair-loss.js";
import type { ComputePool } from "../../compute/pool/pool.js";
import type { Workspace } from "../../compute/pool/workspace.js";
import { PairStep, type PairTables, type TouchedSides } from "../shared/pair-step.js";
import type { PositiveTable } from "../shared/positive-table.js";
import { rowWidth } from "./embeddings.js";
import type { LightGcnSettings } from "./settings.js";

/** What the learner needs of the settings. */
export type LearnerSettings = Pick<
  LightGcnSettings,
  "nFactors" | "layers" | "learningRate" | "decay"
>;

/** LightGCN in training; users' rows stand before items' in every array. */
export class LightGcnLearner {
  /** `[nNodes x width]` what is learned: the embeddings of layer 0. */
  readonly embeddings: Float32Array;
  /** `[nNodes x width]` the mean of the layers, where it was last asked for. */
  readonly means: Float32Array;
  readonly width: number;
  readonly #pool: ComputePool;
  readonly #table: PositiveTable;
  readonly #settings: LearnerSettings;
  readonly #graph: Graph;
  readonly #panels: Panels;
  readonly #adam: AdamState;
  readonly #step: PairStep;
  readonly #nodes: Int32Array;
  readonly #blocks: Int32Array;

  /** For batches of up to `batchSize` samples; arrays are of `workspace`. */
  constructor(
    workspace: Workspace,
    pool: ComputePool,
    table: PositiveTable,
    settings: LearnerSettings,
    batchSize: number,
  ) {
    const { nUsers, nItems } = table;
    const nNodes = nUsers + nItems;
    this.#pool = pool;
    this.#table = table;
    this.#settings = settings;
    this.width = rowWidth(settings.nFactors);
    this.embeddings = workspace.float32(nNodes * this.width);
    this.means = workspace.float32(nNodes * this.width);
    this.#adam = createAdam(workspace, this.embeddings);
    this.#graph = bipartiteGraph(workspace, table);
    this.#panels = createPanels(workspace, nNodes, this.width);
    this.#step = new PairStep(workspace, pool, { nUsers, nItems, width: this.width }, batchSize);
    this.#nodes = workspace.int32(Math.min(nNodes, 3 * batchSize));
    this.#blocks = workspace.int32(this.#nodes.length + 1);
  }

  /** The users' and the items' part of an array `[nNodes x width]`. */
  sides(rows: Float32Array): PairTables {
    const boundary = this.#table.nUsers * this.width;
    return { users: rows.subarray(0, boundary), items: rows.subarray(boundary) };
  }

  /** Brings all rows of `means` up to date. */
  updateMeans(): void {
    this.#propagate(this.embeddings, this.means, this.#graph.all);
  }

  /** Moves the embeddings against the gradient of a batch; returns its loss, summed over samples. */
  learn(samples: PairSamples): number {
    const { loss } = this.addGradient(samples);
    adamStep(this.#pool, this.#adam, this.#settings.learningRate);
    return loss;
  }

  /** Loss of a batch, summed over samples, and its mean's gradient by the embeddings. */
  addGradient(samples: PairSamples): { readonly loss: number; readonly gradient: Float32Array } {
    const { gradient } = this.#adam;
    const touched = this.#step.group(samples);
    this.#propagate(this.embeddings, this.means, this.#touchedNodes(touched));
    const means = this.sides(this.means);
    const slopes = this.sides(gradient);
    const loss = this.#step.addGradient(samples, touched, means, slopes);
    this.#propagate(gradient, gradient, this.#graph.all);
    const own = this.sides(this.embeddings);
    const { decay } = this.#settings;
    const { length } = samples.users;
    return { loss: loss + this.#step.addDecay(length, touched, own, slopes, decay), gradient };
  }

  #propagate(rows: Float32Array, target: Float32Array, nodes: NodeBlocks): void {
    const { layers } = this.#settings;
    propagate(this.#pool, this.#graph, this.#panels, layers, this.width, rows, target, nodes);
  }

  #touchedNodes({ users, items }: TouchedSides): NodeBlocks {
    const nUserRows = users.groups.rows.length;
    const nodes = this.#nodes.subarray(0, nUserRows + items.groups.rows.length);
    nodes.set(users.groups.rows);
    const first = this.#table.nUsers;
    items.groups.rows.forEach((item, at) => (nodes[nUserRows + at] = first + item));
    return nodeBlocks(this.#graph.offsets, nodes, this.#blocks);
  }
}

/** Users 0 .. nUsers - 1 and items behind them, an edge for each pair. */
function bipartiteGraph(
  workspace: Workspace,
  { nUsers, nItems, byUser, byItem }: PositiveTable,
): Graph {
  const nEdges = byUser.columns.length;
  const offsets = new Int32Array(nUsers + nItems + 1);
  offsets.set(byUser.offsets);
  for (let item = 0; item <= nItems; item++) offsets[nUsers + item] = nEdges + byItem.offsets[item];
  const neighbours = new Int32Array(2 * nEdges);
  for (let edge = 0; edge < nEdges; edge++) neighbours[edge] = nUsers + byUser.columns[edge];
  neighbours.set(byItem.columns, nEdges);
  return createGraph(workspace, offsets, neighbours);
}
