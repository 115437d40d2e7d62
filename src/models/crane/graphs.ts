/** The graphs of CRANE, and how the one of items follows from its parameters. */
import {
  bipartiteAdjacency,
  Graph,
  neighbourGraph,
  normaliseRows,
  openSession,
  type Builder,
  type GraphMatrix,
} from "../../compute/graph/index.js";
import { sparseFromTriples } from "../../compute/sparse.js";
import { itemGraphs, mixedItemGraph, modalityShares } from "../shared/pair-network/item-graphs.js";
import type { EpochStart, PairFacts } from "../shared/pair-network/types.js";
import { chosenModalities, semanticVectors } from "./semantic.js";
import type { CraneSettings } from "./settings.js";

/** What CRANE multiplies by. */
export interface CraneGraphs {
  /** Users and items. */
  readonly whole: GraphMatrix;
  /** `[nUsers x nItems]` rows that make means of a user's items; absent without profiles. */
  readonly profiles?: GraphMatrix;
  /** Items; absent: none. */
  readonly items?: GraphMatrix;
}

/** The graphs before the first epoch; that of refined vectors is empty until then. */
export function craneGraphs(facts: PairFacts, settings: CraneSettings): CraneGraphs {
  const { room, table, pool } = facts;
  const { itemGraph, neighbours, profiles } = settings;
  const modalities = chosenModalities(facts.modalities, settings);
  const whole = room.matrix(bipartiteAdjacency(table.byUser), { isSymmetric: true });
  const graphs = {
    whole,
    ...(profiles ? { profiles: room.matrix(normaliseRows(table.byUser)) } : {}),
  };
  if (itemGraph === "none") return graphs;
  if (itemGraph === "refined") return { ...graphs, items: room.matrix(emptyMatrix(table.nItems)) };
  const raw = itemGraphs(pool, modalities, { neighbours, weights: "binary" });
  const shares = modalityShares(modalities, 1 / modalities.length);
  return { ...graphs, items: room.matrix(mixedItemGraph(raw, shares)) };
}

/** Builds the graph of items anew from the semantic vectors that `parameters` give: equation 7. */
export async function renewItemGraph(
  parameters: EpochStart["parameters"],
  facts: PairFacts,
  graphs: CraneGraphs,
  settings: CraneSettings,
): Promise<void> {
  if (settings.itemGraph !== "refined") return;
  const { embeddingSize, neighbours } = settings;
  const values = await refinedItems(parameters, facts, graphs, settings);
  const vectors = { nRows: facts.table.nItems, dim: embeddingSize, values };
  graphs.items?.replace(neighbourGraph(facts.pool, vectors, { neighbours, weights: "binary" }));
}

/** `[nItems x embeddingSize]` equation 5. */
async function refinedItems(
  parameters: EpochStart["parameters"],
  facts: PairFacts,
  { profiles }: CraneGraphs,
  settings: CraneSettings,
): Promise<Float32Array> {
  const graph = new Graph();
  const builder: Builder = { graph, seed: 0, isTraining: false };
  const feeds: Record<string, Float32Array> = {};
  const features = chosenModalities(facts.modalities, settings).map(({ name, dim, values }) => {
    feeds[`feature/${name}`] = values;
    return { name, rows: graph.input(`feature/${name}`, [facts.table.nItems, dim]) };
  });
  const { items } = semanticVectors(builder, features, profiles, settings);
  const session = await openSession(graph, { items }, { threads: facts.pool.threads });
  try {
    const results = await session.run({ ...feeds, ...parameters }, {});
    return results.items as Float32Array;
  } finally {
    await session.close();
  }
}

function emptyMatrix(size: number): ReturnType<typeof sparseFromTriples> {
  const none = new Int32Array(0);
  return sparseFromTriples(size, size, none, none, new Float32Array(0));
}
