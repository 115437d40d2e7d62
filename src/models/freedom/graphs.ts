/** The graphs of FREEDOM: which edges an epoch trains with, and which items are neighbours. */
import { bipartiteAdjacency, keepEdges, type GraphMatrix } from "../../compute/graph/index.js";
import { createRandom } from "../../compute/random.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import {
  itemGraphs,
  mixedItemGraph,
  modalityShares,
  projectedByParameters,
} from "../shared/pair-network/item-graphs.js";
import type { EpochStart, PairFacts } from "../shared/pair-network/types.js";
import type { FreedomSettings } from "./settings.js";

/** What FREEDOM's network multiplies by. */
export interface FreedomGraphs {
  /** All users and items, with all positives. */
  readonly whole: GraphMatrix;
  /** With the positives of the epoch. */
  readonly kept: GraphMatrix;
  /** Absent: no item graph. */
  readonly items?: GraphMatrix;
}

/** The graphs before the first epoch. */
export function freedomGraphs(facts: PairFacts, settings: FreedomSettings): FreedomGraphs {
  const { room, table, modalities } = facts;
  const adjacency = bipartiteAdjacency(table.byUser);
  const whole = room.matrix(adjacency, { isSymmetric: true });
  const graphs = { whole, kept: room.matrix(adjacency, { isSymmetric: true }) };
  if (settings.itemGraph === "none") return graphs;
  return { ...graphs, items: room.matrix(itemGraphOf(facts, settings, modalities)) };
}

/** Draws the edges of an epoch: equation 3. */
export function drawEdges(
  { epoch }: EpochStart,
  { input, table }: PairFacts,
  { kept }: FreedomGraphs,
  { dropout, edgeDropping }: FreedomSettings,
): void {
  if (dropout === 0) return;
  const random = createRandom(input.seed, `freedom/epoch/${epoch}/edges`);
  const options = { share: 1 - dropout, by: edgeDropping };
  kept.replace(bipartiteAdjacency(keepEdges(table.byUser, random, options)));
}

/** Builds the graph of items anew from what `parameters` make of features, where it is learned. */
export function renewItemGraph(
  parameters: EpochStart["parameters"],
  facts: PairFacts,
  { items }: FreedomGraphs,
  settings: FreedomSettings,
): void {
  if (settings.itemGraph !== "learned") return;
  const projected = projectedByParameters(facts.pool, facts.modalities, parameters);
  items?.replace(itemGraphOf(facts, settings, projected));
}

/** Equations 1 and 2. */
function itemGraphOf(
  { pool, modalities }: PairFacts,
  { neighbours, imageShare }: FreedomSettings,
  rows: readonly { readonly dim: number; readonly values: Float32Array }[],
): SparseMatrix {
  const graphs = itemGraphs(pool, rows, { neighbours, weights: "binary" });
  return mixedItemGraph(graphs, modalityShares(modalities, imageShare));
}
