/** The graphs of CRANE as released: which edges an epoch trains with, and which items are neighbours. */
import {
  bipartiteAdjacency,
  keepEdges,
  type GraphMatrix,
  type SparseRoom,
} from "../../compute/graph/index.js";
import { createRandom } from "../../compute/random.js";
import { itemGraphs, mixedItemGraph, modalityShares } from "../shared/pair-network/item-graphs.js";
import type { EpochStart, PairFacts } from "../shared/pair-network/types.js";
import type { ReleasedSettings } from "./settings.js";
import { checkReleasedSize } from "./size.js";

/** What the network multiplies by, and where its attention works. */
export interface ReleasedGraphs {
  readonly room: SparseRoom;
  /** All users and items, with all positives. */
  readonly whole: GraphMatrix;
  /** With the positives of the epoch. */
  readonly kept: GraphMatrix;
  /** Equation 5. */
  readonly items: GraphMatrix;
}

/** The graphs before the first epoch. Throws `E_MODEL_SIZE`. */
export function releasedGraphs(facts: PairFacts, settings: ReleasedSettings): ReleasedGraphs {
  const { room, pool, table, modalities } = facts;
  const dims = modalities.map(({ dim }) => dim);
  checkReleasedSize(table.nItems, dims, settings);
  const adjacency = bipartiteAdjacency(table.byUser);
  const { neighbours, imageShare } = settings;
  const graphs = itemGraphs(pool, modalities, { neighbours, weights: "binary" });
  return {
    room,
    whole: room.matrix(adjacency, { isSymmetric: true }),
    kept: room.matrix(adjacency, { isSymmetric: true }),
    items: room.matrix(mixedItemGraph(graphs, modalityShares(modalities, imageShare))),
  };
}

/** Draws the edges of an epoch: equation 6. */
export function drawEdges(
  { epoch }: EpochStart,
  { input, table }: PairFacts,
  { kept }: ReleasedGraphs,
  { dropout }: ReleasedSettings,
): void {
  if (dropout === 0) return;
  const random = createRandom(input.seed, `crane-released/epoch/${epoch}/edges`);
  const drawn = keepEdges(table.byUser, random, { share: 1 - dropout, by: "degree" });
  kept.replace(bipartiteAdjacency(drawn));
}
