/** The two views of MGCN, and how they become one. */
import {
  add,
  bipartiteAdjacency,
  concat,
  dense,
  expandAxis,
  itemGraphPropagation,
  multiply,
  propagate,
  sharedDense,
  sigmoid,
  softmax,
  sparseProduct,
  subtract,
  sum,
  tanh,
  type Builder,
  type GraphMatrix,
  type Tensor,
} from "../../compute/graph/index.js";
import type { SparseMatrix } from "../../compute/sparse.js";
import { projectedFeatures } from "../shared/pair-network/content.js";
import { itemGraphs } from "../shared/pair-network/item-graphs.js";
import { total } from "../shared/pair-network/losses.js";
import type { PairFacts, PairInputs } from "../shared/pair-network/types.js";
import type { MgcnSettings } from "./settings.js";

/** What MGCN's network multiplies by. */
export interface MgcnGraphs {
  /** A: all users and items. */
  readonly whole: GraphMatrix;
  /** R: users by items, normalised as A. */
  readonly users: GraphMatrix;
  /** S_m of each modality. */
  readonly items: readonly GraphMatrix[];
}

/** The graphs of equations 2 and 3. */
export function mgcnGraphs(facts: PairFacts, { neighbours }: MgcnSettings): MgcnGraphs {
  const { pool, room, table, modalities } = facts;
  const adjacency = bipartiteAdjacency(table.byUser);
  const graphs = itemGraphs(pool, modalities, { neighbours, weights: "cosine" });
  return {
    whole: room.matrix(adjacency, { isSymmetric: true }),
    users: room.matrix(usersByItems(adjacency, table.nUsers)),
    items: graphs.map((matrix) => room.matrix(matrix)),
  };
}

/** The block of users by items of an adjacency of both. */
function usersByItems({ offsets, columns, values }: SparseMatrix, nUsers: number): SparseMatrix {
  const nEntries = offsets[nUsers];
  return {
    nRows: nUsers,
    nColumns: offsets.length - 1 - nUsers,
    offsets: offsets.slice(0, nUsers + 1),
    columns: columns.slice(0, nEntries).map((column) => column - nUsers),
    values: values.slice(0, nEntries),
  };
}

/** Equation 3: `[(nUsers + nItems) x embeddingSize]`. */
export function behaviourView(
  { users, items }: { readonly users: Tensor; readonly items: Tensor },
  { whole }: MgcnGraphs,
  { layers }: MgcnSettings,
): Tensor {
  return propagate(whole, concat([users, items], 0), { layers });
}

/** Equations 1 and 2, of each modality: `[(nUsers + nItems) x embeddingSize]`. */
export function itemViews(
  builder: Builder,
  inputs: PairInputs,
  items: Tensor,
  graphs: MgcnGraphs,
  settings: MgcnSettings,
): Tensor[] {
  const { embeddingSize: size, itemLayers, purifier, learnsFeatures } = settings;
  const contents = projectedFeatures(builder, inputs, { size, isLearned: learnsFeatures });
  return contents.map((content, at) => {
    const { name } = inputs.modalities[at];
    const purified =
      purifier === "none" ? content : gated(builder, `purifier/${name}`, content, items);
    const smoothed = itemGraphPropagation(graphs.items[at], purified, itemLayers);
    return concat([sparseProduct(graphs.users, smoothed), smoothed], 0);
  });
}

/** sigmoid(W signal + b) * x */
function gated(builder: Builder, name: string, signal: Tensor, x: Tensor): Tensor {
  return multiply(sigmoid(dense(builder, name, signal, x.shape[1] as number)), x);
}

/** Equations 4 to 6 without the sum: what the modalities add to the view of behaviour. */
export function fused(
  builder: Builder,
  names: readonly string[],
  views: readonly Tensor[],
  behaviour: Tensor,
  { embeddingSize, fuser }: MgcnSettings,
): Tensor {
  if (fuser === "mean") return multiply(total(views), 1 / views.length);
  const hidden = sharedDense(builder, "query", [embeddingSize, embeddingSize]);
  const score = sharedDense(builder, "attention", [embeddingSize, 1], { hasBias: false });
  // [(nUsers + nItems) x modalities x 1]
  const alpha = expandAxis(
    softmax(
      concat(
        views.map((view) => score(tanh(hidden(view)))),
        -1,
      ),
    ),
    -1,
  );
  const stacked = concat(
    views.map((view) => expandAxis(view, 1)),
    1,
  );
  const common = sum(multiply(alpha, stacked), { axes: [1] });
  const specific = views.map((view, at) =>
    gated(builder, `preference/${names[at]}`, behaviour, subtract(view, common)),
  );
  return multiply(add(common, total(specific)), 1 / (views.length + 1));
}
