/** The graphs of CRANE, and how the one of items follows from its parameters. */
import {
  bipartiteAdjacency,
  Graph,
  neighbourGraph,
  normaliseRows,
  openSession,
  type Builder,
  type GraphMatrix,
  type GraphSession,
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
  /** Gives the vectors whose neighbours they are; where the graph is refined. */
  readonly refiner?: Refiner;
}

/** A session that gives refined vectors of items, opened when it is first needed. */
interface Refiner {
  session?: GraphSession;
  readonly open: () => Promise<GraphSession>;
  readonly feeds: Readonly<Record<string, Float32Array>>;
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
  if (itemGraph === "refined") {
    const items = room.matrix(emptyMatrix(table.nItems));
    return { ...graphs, items, refiner: refinerOf(facts, graphs, settings) };
  }
  const raw = itemGraphs(pool, modalities, { neighbours, weights: "binary" });
  const shares = modalityShares(modalities, 1 / modalities.length);
  return { ...graphs, items: room.matrix(mixedItemGraph(raw, shares)) };
}

/** Builds the graph of items anew from the semantic vectors that `parameters` give: equation 7. */
export async function renewItemGraph(
  parameters: EpochStart["parameters"],
  { pool, table }: PairFacts,
  { items, refiner }: CraneGraphs,
  { embeddingSize, neighbours }: CraneSettings,
): Promise<void> {
  if (items === undefined || refiner === undefined) return;
  refiner.session ??= await refiner.open();
  const results = await refiner.session.run({ ...refiner.feeds, ...parameters }, {});
  const values = results.refined as Float32Array;
  const vectors = { nRows: table.nItems, dim: embeddingSize, values };
  items.replace(neighbourGraph(pool, vectors, { neighbours, weights: "binary" }));
}

/** Gives back what {@link renewItemGraph} has opened. */
export async function closeGraphs({ refiner }: CraneGraphs): Promise<void> {
  await refiner?.session?.close();
}

function refinerOf(
  { modalities, table }: PairFacts,
  { profiles }: Pick<CraneGraphs, "profiles">,
  settings: CraneSettings,
): Refiner {
  const graph = new Graph();
  const feeds: Record<string, Float32Array> = {};
  const features = chosenModalities(modalities, settings).map(({ name, dim, values }) => {
    feeds[`feature/${name}`] = values;
    return { name, rows: graph.input(`feature/${name}`, [table.nItems, dim]) };
  });
  const builder: Builder = { graph, seed: 0, isTraining: false };
  const { items: refined } = semanticVectors(builder, features, profiles, settings);
  const open = (): Promise<GraphSession> => openSession(graph, { refined });
  return { open, feeds };
}

function emptyMatrix(size: number): ReturnType<typeof sparseFromTriples> {
  const none = new Int32Array(0);
  return sparseFromTriples(size, size, none, none, new Float32Array(0));
}
