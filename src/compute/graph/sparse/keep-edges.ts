import { rowOfEachEntry, sparseFromTriples, type SparseMatrix } from "../../sparse.js";
import type { RandomStream } from "../../random.js";

/** Settings of {@link keepEdges}. */
export interface KeepEdgesOptions {
  /** Share of the entries that stay, above 0 to 1; at least one stays. */
  readonly share: number;
  /**
   * How likely an entry is to be drawn: in proportion to 1 / sqrt(d_r d_c), with d how many entries its row
   * and its column have, so that those of popular nodes go first (Zhou and Shen 2023); or all alike.
   */
  readonly by: "degree" | "uniform";
}

/**
 * A matrix with some of its entries, drawn without replacement from `random`; whole numbers of entries,
 * rounded down. Drawing one after the other by weight w is the same as keeping those with the least
 * -ln(1 - u) / w, u uniform (Efraimidis and Spirakis 2006).
 */
export function keepEdges(
  matrix: SparseMatrix,
  random: RandomStream,
  { share, by }: KeepEdgesOptions,
): SparseMatrix {
  const nEntries = matrix.columns.length;
  const nKept = Math.min(nEntries, Math.max(1, Math.floor(nEntries * share)));
  if (nKept === nEntries) return matrix;
  const rows = rowOfEachEntry(matrix);
  const weights = by === "uniform" ? undefined : edgeWeights(matrix, rows);
  const waits = Float64Array.from({ length: nEntries }, (_unused, entry) => {
    const wait = -Math.log1p(-random.uniform());
    return weights === undefined ? wait : wait / weights[entry];
  });
  const longest = waits.slice().sort()[nKept - 1];
  const isKept = (_value: number, entry: number): boolean => waits[entry] <= longest;
  return sparseFromTriples(
    matrix.nRows,
    matrix.nColumns,
    rows.filter(isKept),
    matrix.columns.filter(isKept),
    matrix.values.filter(isKept),
  );
}

/** `[nnz]` 1 / sqrt(d_r d_c) */
function edgeWeights({ offsets, columns, nColumns }: SparseMatrix, rows: Int32Array): Float64Array {
  const degrees = new Int32Array(nColumns);
  for (const column of columns) degrees[column]++;
  return Float64Array.from(columns, (column, entry) => {
    const row = rows[entry];
    return 1 / Math.sqrt((offsets[row + 1] - offsets[row]) * degrees[column]);
  });
}
