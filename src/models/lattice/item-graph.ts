/** The graph of items that LATTICE learns, with as many entries as neighbours: never all items by all items. */
import {
  bipartiteAdjacency,
  constantly,
  edgeProducts,
  greater,
  multiply,
  nearestNeighbours,
  normaliseRows,
  parameter,
  power,
  select,
  slice,
  softmax,
  sparseProduct,
  unitLength,
  weightedProduct,
  weightedSum,
  type Builder,
  type GraphMatrix,
  type Tensor,
} from "../../compute/graph/index.js";
import { sparseFromTriples, type SparseMatrix } from "../../compute/sparse.js";
import { projectedFeatures } from "../shared/pair-network/content.js";
import { itemGraphs, projectedByParameters } from "../shared/pair-network/item-graphs.js";
import { total } from "../shared/pair-network/losses.js";
import type { EpochStart, PairFacts, PairInputs } from "../shared/pair-network/types.js";
import type { LatticeSettings } from "./settings.js";

/** What LATTICE's network multiplies by. */
export interface LatticeGraphs {
  /** D^-1 (A + I) of users and items. */
  readonly whole: GraphMatrix;
  /** S_m of each modality, normalised. */
  readonly original: readonly GraphMatrix[];
  /** Of each modality which items are near by what is learned; their similarities are computed in the network. */
  readonly learned: readonly GraphMatrix[];
}

/** The graphs before the first epoch; the learned ones join the items that are near by raw features. */
export function latticeGraphs(facts: PairFacts, settings: LatticeSettings): LatticeGraphs {
  const { pool, room, table, modalities } = facts;
  const { neighbours, originalShare } = settings;
  const original = itemGraphs(pool, modalities, { neighbours, weights: "cosine" });
  return {
    whole: room.matrix(
      normaliseRows(withSelf(bipartiteAdjacency(table.byUser, { normalise: false }))),
    ),
    original: originalShare === 0 ? [] : original.map((matrix) => room.matrix(matrix)),
    learned: originalShare === 1 ? [] : original.map((matrix) => room.matrix(matrix)),
  };
}

/** A + I */
function withSelf(matrix: SparseMatrix): SparseMatrix {
  const { nRows } = matrix;
  const each = Int32Array.from({ length: nRows }, (_unused, row) => row);
  const eye = sparseFromTriples(nRows, nRows, each, each, new Float32Array(nRows).fill(1));
  return weightedSum([
    { matrix, weight: 1 },
    { matrix: eye, weight: 1 },
  ]);
}

/** Joins each item to those that are near by what `parameters` make of features: the choice of equation 3. */
export function renewNeighbours(
  parameters: EpochStart["parameters"],
  { pool, table, modalities }: PairFacts,
  { learned }: LatticeGraphs,
  { neighbours }: LatticeSettings,
): void {
  if (learned.length === 0) return;
  const projected = projectedByParameters(pool, modalities, parameters);
  projected.forEach((rows, at) => {
    const vectors = { nRows: table.nItems, ...rows };
    learned[at].replace(nearestNeighbours(pool, vectors, { neighbours }));
  });
}

/** Equations 2 to 6: vectors of items `[nItems x embeddingSize]` smoothed over the graph of items. */
export function itemGraphOf(
  builder: Builder,
  inputs: PairInputs,
  graphs: LatticeGraphs,
  settings: LatticeSettings,
): (items: Tensor) => Tensor {
  const { originalShare, itemLayers } = settings;
  const weights = softmax(
    parameter(builder, "modalityWeight", [inputs.modalities.length], constantly(0.5)),
  );
  const weightOf = (at: number): Tensor => slice(weights, 0, at, at + 1);
  const parts: ((items: Tensor) => Tensor)[] = [];
  if (graphs.original.length > 0) {
    parts.push((items) => {
      const smoothed = graphs.original.map((graph, at) =>
        multiply(sparseProduct(graph, items), weightOf(at)),
      );
      return multiply(total(smoothed), originalShare);
    });
  }
  if (graphs.learned.length > 0) {
    const learned = learnedGraph(builder, inputs, graphs, settings, weightOf);
    parts.push((items) => multiply(learned(items), 1 - originalShare));
  }
  return (items) => {
    let smoothed = items;
    for (let layer = 0; layer < itemLayers; layer++) {
      smoothed = total(parts.map((part) => part(smoothed)));
    }
    return smoothed;
  };
}

/** Equations 3 and 4: D^-1/2 L D^-1/2 with L the weighted sum of the modalities' similarities. */
function learnedGraph(
  builder: Builder,
  inputs: PairInputs,
  { learned }: LatticeGraphs,
  { embeddingSize: size, learnsFeatures }: LatticeSettings,
  weightOf: (at: number) => Tensor,
): (items: Tensor) => Tensor {
  const contents = projectedFeatures(builder, inputs, { size, isLearned: learnsFeatures });
  const similarities = contents.map((content, at) => {
    const unit = unitLength(content);
    return multiply(edgeProducts(learned[at], unit, unit), weightOf(at));
  });
  const product = (x: Tensor): Tensor =>
    total(similarities.map((weights, at) => weightedProduct(learned[at], weights, x)));
  const ones = builder.graph.constant(new Float32Array(inputs.nItems).fill(1), [inputs.nItems, 1]);
  const sums = product(ones);
  const isAbove = greater(sums, 0);
  // The roots of sums that are not above 0 are not numbers, nor are their slopes, hence the inner choice.
  const roots = select(isAbove, power(select(isAbove, sums, 1), -0.5), 0);
  return (items) => multiply(product(multiply(items, roots)), roots);
}
