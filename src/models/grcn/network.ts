import {
  add,
  concat,
  edgeProducts,
  edgeSoftmax,
  greater,
  multiply,
  relu,
  select,
  unitLength,
  weightedProduct,
  type GraphMatrix,
  type Nodes,
  type Tensor,
} from "../../compute/graph/index.js";

/** The graph of users and items, from either side; values do not matter. */
export interface TwoWays {
  /** `[nUsers x nItems]` */
  readonly byUser: GraphMatrix;
  /** `[nItems x nUsers]` */
  readonly byItem: GraphMatrix;
}

/** Numbers along the edges, `[nnz]` each: into users in the order of `byUser`, into items in that of `byItem`. */
export interface EdgeWeights {
  readonly intoUsers: Tensor;
  readonly intoItems: Tensor;
}

/** What a modality says of nodes and of edges. */
export interface Routed {
  readonly nodes: Nodes;
  readonly attention: EdgeWeights;
}

/** Rows that receive their neighbours' rows with weights. */
function received(
  { byUser, byItem }: TwoWays,
  weights: EdgeWeights,
  { users, items }: Nodes,
): Nodes {
  return {
    users: weightedProduct(byUser, weights.intoUsers, items),
    items: weightedProduct(byItem, weights.intoItems, users),
  };
}

function plus(one: Nodes, other: Nodes): Nodes {
  return { users: add(one.users, other.users), items: add(one.items, other.items) };
}

/** Equations 1 to 3: neighbour routing in one modality, `preferences` of users and `content` of items. */
export function routed(
  graph: TwoWays,
  preferences: Tensor,
  content: Tensor,
  routings: number,
): Routed {
  const { byUser, byItem } = graph;
  const items = unitLength(content);
  let users = unitLength(preferences);
  for (let routing = 0; routing < routings; routing++) {
    const attention = edgeSoftmax(byUser, edgeProducts(byUser, users, items));
    users = unitLength(add(users, weightedProduct(byUser, attention, items)));
  }
  const attention = {
    intoUsers: edgeSoftmax(byUser, edgeProducts(byUser, users, items)),
    intoItems: edgeSoftmax(byItem, edgeProducts(byItem, items, users)),
  };
  const nodes = { users, items };
  return { nodes: plus(nodes, received(graph, attention, nodes)), attention };
}

/**
 * Equation 4: the weight of an edge is the largest over modalities of attention times the confidence that the
 * node which sends has in the modality, or 0 if that is negative. `confidences` of users `[nUsers x 1]` and items
 * `[nItems x 1]`, for each modality.
 */
export function refinedEdges(
  { byUser, byItem }: TwoWays,
  attentions: readonly EdgeWeights[],
  confidences: readonly Nodes[],
): EdgeWeights {
  const spread = (matrix: GraphMatrix, senders: Tensor): Tensor => {
    const ones = senders.graph.constant(new Float32Array(matrix.nRows).fill(1), [matrix.nRows, 1]);
    return edgeProducts(matrix, ones, senders);
  };
  const weigh = (matrix: GraphMatrix, key: keyof EdgeWeights, side: keyof Nodes): Tensor => {
    const weights = attentions.map((attention, at) =>
      multiply(attention[key], spread(matrix, confidences[at][side])),
    );
    return relu(weights.reduce((most, each) => select(greater(each, most), each, most)));
  };
  return {
    intoUsers: weigh(byUser, "intoUsers", "items"),
    intoItems: weigh(byItem, "intoItems", "users"),
  };
}

/** Equation 5: the sum of the layers over the refined graph, from rows of unit length. */
export function refinedNodes(
  graph: TwoWays,
  weights: EdgeWeights,
  learned: Nodes,
  layers: number,
): Nodes {
  let step: Nodes = { users: unitLength(learned.users), items: unitLength(learned.items) };
  let sum = step;
  for (let layer = 0; layer < layers; layer++) {
    step = received(graph, weights, step);
    sum = plus(sum, step);
  }
  return sum;
}

/** Rows side by side. */
export function joined(parts: readonly Nodes[]): Nodes {
  return {
    users: concat(
      parts.map(({ users }) => users),
      -1,
    ),
    items: concat(
      parts.map(({ items }) => items),
      -1,
    ),
  };
}
