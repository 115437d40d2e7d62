import type { NearestProblem } from "../../compute/kernels/nearest-rows.js";
import type { SparseMatrix } from "../../compute/sparse.js";

/** Settings of {@link walkProblem}. */
export interface WalkSettings {
  readonly neighbours: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * The walk from item to item as a search for nearest rows of `byItem` `[nItems x nUsers]`: w_ij as in
 * the model's header, n_i^-alpha on the entries of the row, n_u^-alpha on those of the others.
 */
export function walkProblem(byItem: SparseMatrix, settings: WalkSettings): NearestProblem {
  const { nRows, nColumns, offsets, columns } = byItem;
  const { neighbours, alpha, beta } = settings;
  const itemCounts = Float64Array.from(
    { length: nRows },
    (_unused, item) => offsets[item + 1] - offsets[item],
  );
  const userCounts = new Float64Array(nColumns);
  for (const user of columns) userCounts[user]++;
  const rowWeights = new Float64Array(columns.length);
  for (let item = 0; item < nRows; item++) {
    rowWeights.fill(itemCounts[item] ** -alpha, offsets[item], offsets[item + 1]);
  }
  return {
    formula: "scaled",
    matrix: byItem,
    rowWeights,
    columnWeights: Float64Array.from(columns, (user) => userCounts[user] ** -alpha),
    isUniform: true,
    // An item without users is never reached; its factor only has to be finite.
    norms: itemCounts.map((count) => Math.max(1, count) ** -beta),
    shrinkage: 0,
    neighbours,
  };
}
