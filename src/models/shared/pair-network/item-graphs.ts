/** Item graphs of modalities, and how much each modality counts. */
import { neighbourGraph, weightedSum } from "../../../compute/graph/index.js";
import { factorOperand, scoreFactors } from "../../../compute/kernels/score-factors.js";
import type { ComputePool } from "../../../compute/pool/pool.js";
import type { SparseMatrix } from "../../../compute/sparse.js";
import type { Modality } from "../modalities.js";

/**
 * Shares of the modalities, in their order: `imageShare` and the rest where they are `image` and `text`, as
 * papers weigh them, else equal.
 */
export function modalityShares(modalities: readonly Modality[], imageShare: number): number[] {
  const names = modalities.map(({ name }) => name);
  if (names.join() === "image,text") return [imageShare, 1 - imageShare];
  return names.map(() => 1 / names.length);
}

/** Settings of {@link itemGraphs}; see `nearestNeighbours`. */
export interface ItemGraphOptions {
  readonly neighbours: number;
  readonly weights: "binary" | "cosine";
}

/** Of each modality the normalised graph of nearest items by raw features, `[nItems x nItems]`. */
export function itemGraphs(
  pool: ComputePool,
  modalities: readonly Pick<Modality, "dim" | "values">[],
  options: ItemGraphOptions,
): SparseMatrix[] {
  return modalities.map(({ dim, values }) =>
    neighbourGraph(pool, { nRows: values.length / dim, dim, values }, options),
  );
}

/** The item graphs of several modalities as one, each times its share. */
export function mixedItemGraph(
  graphs: readonly SparseMatrix[],
  shares: readonly number[],
): SparseMatrix {
  return weightedSum(graphs.map((matrix, at) => ({ matrix, weight: shares[at] })));
}

/**
 * F W + b outside a graph, `[nRows x size]`, to find nearest rows by what a dense layer makes of features:
 * `values` F `[nRows x dim]`, `weight` W `[dim x size]`, `bias` b `[size]`.
 */
function projectedRows(
  pool: ComputePool,
  { dim, values }: Pick<Modality, "dim" | "values">,
  weight: Float32Array,
  bias: Float32Array,
): Float32Array {
  const nRows = values.length / dim;
  const size = bias.length;
  const turned = weight.map((_value, at) => weight[(at % dim) * size + Math.floor(at / dim)]);
  const workspace = pool.workspace();
  try {
    const factors = { nFactors: dim, userFactors: values, itemFactors: turned, itemBias: bias };
    const operand = factorOperand(workspace, size, factors);
    const rows = workspace.copyOf(Int32Array.from({ length: nRows }, (_unused, row) => row));
    const projected = workspace.float32(nRows * size);
    scoreFactors(pool, workspace, operand, rows, projected);
    return projected.slice();
  } finally {
    workspace.release();
  }
}

/** Outside a graph what `projectedFeatures` gives in one, by the values of its parameters. */
export function projectedByParameters(
  pool: ComputePool,
  modalities: readonly Modality[],
  parameters: Readonly<Record<string, Float32Array>>,
): { readonly dim: number; readonly values: Float32Array }[] {
  return modalities.map(({ name, dim, values }) => {
    const features = { dim, values: parameters[`features/${name}`] ?? values };
    const bias = parameters[`content/${name}/bias`];
    const weight = parameters[`content/${name}/weight`];
    return { dim: bias.length, values: projectedRows(pool, features, weight, bias) };
  });
}
