/** Layers that smooth vectors over graphs. */
import { propagate, type PropagateOptions } from "../operators/sparse.js";
import { concat, slice } from "../operators/shape.js";
import type { GraphMatrix } from "../sparse/graph-matrix.js";
import type { Tensor } from "../tensor.js";

/** Vectors of users and items, of one width. */
export interface Nodes {
  /** `[nUsers x width]` */
  readonly users: Tensor;
  /** `[nItems x width]` */
  readonly items: Tensor;
}

/**
 * LightGCN propagation (He et al. 2020, equations 3 and 4): with `adjacency`
 * `[(nUsers + nItems) x (nUsers + nItems)]`, users first, such as `bipartiteAdjacency` gives, the mean (or
 * sum, or last) of E, A E, .., A^layers E. Throws `E_GRAPH_SHAPE`.
 */
export function lightGcnPropagation(
  adjacency: GraphMatrix,
  { users, items }: Nodes,
  options: PropagateOptions,
): Nodes {
  const nUsers = users.shape[0] as number;
  const smoothed = propagate(adjacency, concat([users, items], 0), options);
  return {
    users: slice(smoothed, 0, 0, nUsers),
    items: slice(smoothed, 0, nUsers, adjacency.nRows),
  };
}

/**
 * Vectors of items smoothed over an item graph `[nItems x nItems]`, such as `neighbourGraph` gives of their
 * features: S^layers x, with `items` x `[nItems x width]` (Zhang et al. 2021). Throws
 * `E_GRAPH_SHAPE`.
 */
export function itemGraphPropagation(itemGraph: GraphMatrix, items: Tensor, layers = 1): Tensor {
  return propagate(itemGraph, items, { layers, combine: "last" });
}
