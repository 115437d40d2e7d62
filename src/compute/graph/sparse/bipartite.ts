import type { SparseMatrix } from "../../sparse.js";
import { turn } from "./graph-matrix.js";

/**
 * The graph of users and items, `[(nUsers + nItems) x (nUsers + nItems)]`, users first: an entry of weight w
 * between u and i becomes w / sqrt(d_u d_i) on both sides, with d the sums of a node's weights, or w alone
 * with `normalise: false`. `byUser` is `[nUsers x nItems]` with weights above 0; nodes without entries keep
 * empty rows.
 */
export function bipartiteAdjacency(
  byUser: SparseMatrix,
  { normalise = true }: { readonly normalise?: boolean } = {},
): SparseMatrix {
  const { nRows: nUsers, nColumns: nItems } = byUser;
  const { turned: byItem } = turn(byUser);
  const nEntries = byUser.columns.length;
  const offsets = new Int32Array(nUsers + nItems + 1);
  offsets.set(byUser.offsets);
  byItem.offsets.forEach((offset, item) => (offsets[nUsers + item] = nEntries + offset));
  const columns = new Int32Array(2 * nEntries);
  byUser.columns.forEach((item, entry) => (columns[entry] = nUsers + item));
  columns.set(byItem.columns, nEntries);
  const values = new Float32Array(2 * nEntries);
  values.set(byUser.values);
  values.set(byItem.values, nEntries);
  const adjacency = { nRows: nUsers + nItems, nColumns: nUsers + nItems, offsets, columns, values };
  return normalise ? normaliseSymmetric(adjacency) : adjacency;
}

/**
 * D^-1/2 A D^-1/2 with D the row sums of a square A, `[n x n]`; a row (and column) whose sum is not above 0
 * becomes 0.
 */
export function normaliseSymmetric(matrix: SparseMatrix): SparseMatrix {
  const roots = rowSums(matrix).map((sum) => (sum > 0 ? 1 / Math.sqrt(sum) : 0));
  return scaled(matrix, (row, column) => roots[row] * roots[column]);
}

/** Rows divided by their sums; a row whose sum is not above 0 becomes 0. */
export function normaliseRows(matrix: SparseMatrix): SparseMatrix {
  const factors = rowSums(matrix).map((sum) => (sum > 0 ? 1 / sum : 0));
  return scaled(matrix, (row) => factors[row]);
}

function rowSums({ nRows, offsets, values }: SparseMatrix): Float64Array {
  const sums = new Float64Array(nRows);
  for (let row = 0; row < nRows; row++) {
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) sums[row] += values[entry];
  }
  return sums;
}

function scaled(
  matrix: SparseMatrix,
  factor: (row: number, column: number) => number,
): SparseMatrix {
  const { nRows, offsets, columns } = matrix;
  const values = matrix.values.slice();
  for (let row = 0; row < nRows; row++) {
    for (let entry = offsets[row]; entry < offsets[row + 1]; entry++) {
      values[entry] *= factor(row, columns[entry]);
    }
  }
  return { ...matrix, values };
}
