import {
  add,
  concat,
  dense,
  leakyRelu,
  multiply,
  propagate,
  slice,
  sparseProduct,
  unitLength,
  type Builder,
  type GraphMatrix,
  type Nodes,
  type Tensor,
} from "../../compute/graph/index.js";
import { total } from "../shared/pair-network/losses.js";

/** Features of a modality `[nItems x dim]` through two layers, `[nItems x size]`. */
export function contentOf(builder: Builder, features: Tensor, size: number): Tensor {
  const hidden = leakyRelu(dense(builder, "hidden", features, 4 * size));
  return dense(builder, "content", hidden, size);
}

/** Equation 1: what users and items are in one modality, the sum of the layers over the graph. */
export function modalityNodes(
  adjacency: GraphMatrix,
  { users: preferences, items: content }: Nodes,
  layers: number,
): Nodes {
  const nUsers = preferences.shape[0] as number;
  const nodes = unitLength(concat([preferences, content], 0));
  const smoothed = propagate(adjacency, nodes, { layers, combine: "sum" });
  return {
    users: slice(smoothed, 0, 0, nUsers),
    items: slice(smoothed, 0, nUsers, adjacency.nRows),
  };
}

/** Equation 2: users of all modalities by their weights `[nUsers x modalities]`; without weights the mean. */
export function mixedUsers(users: readonly Tensor[], weights: Tensor | undefined): Tensor {
  if (weights === undefined) return multiply(total(users), 1 / users.length);
  return total(users.map((rows, at) => multiply(rows, slice(weights, 1, at, at + 1))));
}

/** Equation 3: users, and what their neighbours add to them. */
export function withNeighbours(users: Tensor, neighbours: GraphMatrix | undefined): Tensor {
  return neighbours === undefined ? users : add(users, sparseProduct(neighbours, users));
}
