/** The local and the global vectors of LGMRec. */
import {
  concat,
  dense,
  dropout,
  gather,
  gumbelSoftmax,
  matMul,
  multiply,
  propagate,
  sparseProduct,
  sum,
  transpose,
  unitLength,
  xavierUniform,
  type Builder,
  type GraphMatrix,
  type Nodes,
  type Tensor,
} from "../../compute/graph/index.js";
import { shareLosses, total } from "../shared/pair-network/losses.js";
import type { PairBatch } from "../shared/pair-network/types.js";

/** What LGMRec's network multiplies by. */
export interface LgmrecGraphs {
  /** A: all users and items, normalised. */
  readonly whole: GraphMatrix;
  /** R: 1 where a user has an item. */
  readonly byUser: GraphMatrix;
  /** R with each row divided by its sum. */
  readonly userMeans: GraphMatrix;
}

/** Equation 2 of one modality, of its projected features `[nItems x size]`: `[(nUsers + nItems) x size]`. */
export function modalityNodes(
  { whole, userMeans }: LgmrecGraphs,
  content: Tensor,
  layers: number,
): Tensor {
  const nodes = concat([sparseProduct(userMeans, content), content], 0);
  return unitLength(propagate(whole, nodes, { layers, combine: "last" }));
}

/** How the hypergraph of a modality is built. */
export interface HypergraphOptions {
  readonly hyperedges: number;
  readonly temperature: number;
  readonly dropout: number;
}

/** Equations 3 and 4: how far users and items belong to the hyperedges of a modality, `[n x hyperedges]`. */
export function memberships(
  builder: Builder,
  byUser: GraphMatrix,
  features: Tensor,
  { hyperedges, temperature, dropout: rate }: HypergraphOptions,
): Nodes {
  const options = { hasBias: false, initialise: xavierUniform };
  const items = dense(builder, "hyperedges", features, hyperedges, options);
  const users = sparseProduct(byUser, items);
  const belongs = (name: string, strengths: Tensor): Tensor =>
    dropout(builder, name, gumbelSoftmax(builder, name, strengths, temperature), rate);
  return { users: belongs("users", users), items: belongs("items", items) };
}

/** Equation 5: `items` `[nItems x size]` through the hyperedges, `layers` times, to items and users. */
export function overHyperedges(member: Nodes, items: Tensor, layers: number): Nodes {
  let edges = matMul(transpose(member.items), items);
  for (let layer = 1; layer < layers; layer++) {
    edges = matMul(transpose(member.items), matMul(member.items, edges));
  }
  return { users: matMul(member.users, edges), items: matMul(member.items, edges) };
}

/**
 * The self-supervision of equation 8: for each two modalities the sum over the batch of InfoNCE between the
 * global vectors, other users' and items' being negatives.
 */
export function contrast(globals: readonly Nodes[], batch: PairBatch, temperature: number): Tensor {
  const between = (one: Tensor, other: Tensor, rows: Tensor): Tensor => {
    const all = unitLength(other);
    const queries = multiply(unitLength(gather(one, rows)), 1 / temperature);
    return sum(shareLosses(queries, gather(all, rows), all));
  };
  const pairs = globals.flatMap((one, at) =>
    globals.slice(at + 1).map((other) => [one, other] as const),
  );
  return total(
    pairs.flatMap(([one, other]) => [
      between(one.users, other.users, batch.users),
      between(one.items, other.items, batch.positives),
    ]),
  );
}
