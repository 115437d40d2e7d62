/** Item graphs: rows joined to their nearest ones by features, and graphs of several modalities as one. */
import type { ComputePool } from "../../pool/pool.js";
import { rowOfEachEntry, sparseFromTriples, type SparseMatrix } from "../../sparse.js";
import { normaliseSymmetric } from "./bipartite.js";
import {
  nearestNeighbours,
  type NearestNeighbourOptions,
  type Vectors,
} from "./nearest-neighbours.js";

/**
 * The graph of nearest rows, `[nRows x nRows]`, normalised: s_rc / sqrt(d_r d_c) with s the entries of
 * {@link nearestNeighbours} and d the sums of their rows (Zhang et al. 2021). A row whose sum
 * is not above 0 is empty. Not symmetric.
 */
export function neighbourGraph(
  pool: ComputePool,
  vectors: Vectors,
  options: NearestNeighbourOptions,
): SparseMatrix {
  return normaliseSymmetric(nearestNeighbours(pool, vectors, options));
}

/** A matrix and what it is multiplied by. */
export interface WeightedMatrix {
  readonly matrix: SparseMatrix;
  readonly weight: number;
}

/** The sum of matrices of one size, at least one, each times its weight. */
export function weightedSum(parts: readonly WeightedMatrix[]): SparseMatrix {
  const [{ matrix: first }] = parts;
  const capacity = parts.reduce((sum, { matrix }) => sum + matrix.columns.length, 0);
  const [rows, columns] = [new Int32Array(capacity), new Int32Array(capacity)];
  const values = new Float32Array(capacity);
  let size = 0;
  for (const { matrix, weight } of parts) {
    rows.set(rowOfEachEntry(matrix), size);
    columns.set(matrix.columns, size);
    values.set(
      matrix.values.map((value) => weight * value),
      size,
    );
    size += matrix.columns.length;
  }
  return sparseFromTriples(
    first.nRows,
    first.nColumns,
    rows,
    columns,
    summedCells(first.nColumns, rows, columns, values),
  );
}

/** Values in which each triple has the sum up to it of its cell; the last one of a cell is its whole sum. */
function summedCells(
  nColumns: number,
  rows: Int32Array,
  columns: Int32Array,
  values: Float32Array,
): Float32Array {
  const sums = new Map<number, number>();
  return values.map((value, triple) => {
    const cell = rows[triple] * nColumns + columns[triple];
    const sum = (sums.get(cell) ?? 0) + value;
    sums.set(cell, sum);
    return sum;
  });
}
