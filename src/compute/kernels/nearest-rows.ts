import type { ComputePool } from "../pool/pool.js";
import type { Workspace } from "../pool/workspace.js";
import { transpose, type SparseMatrix } from "../sparse.js";
import {
  nearestFormulas,
  nearestKernel,
  nearestRowsPerTask,
  type NearestFormula,
} from "./nearest-kernel.js";

/** Rows to compare, with weights of their entries, and how. */
export interface NearestProblem {
  readonly formula: NearestFormula;
  /** `[nRows x nColumns]`; its values are not used. */
  readonly matrix: SparseMatrix;
  /** `[nnz]` weights of a row's own entries. */
  readonly rowWeights: Float64Array;
  /** `[nnz]` weights of the entries when another row is compared with theirs, in the order of `matrix`. */
  readonly columnWeights: Float64Array;
  /** True when the column weights of all entries of a column are equal, which is quicker. */
  readonly isUniform: boolean;
  /** `[nRows]` see {@link NearestFormula}. */
  readonly norms: Float64Array;
  readonly shrinkage: number;
  /** At least 1. */
  readonly neighbours: number;
}

/** Row x row: entries `offsets[r]` to `offsets[r + 1] - 1` are of row r, `rows` ascending in it. */
export interface NearestRows {
  /** `[nRows + 1]` */
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
  readonly similarities: Float32Array;
}

// A turn of the event loop between two pieces of this many rows.
const rowsPerPiece = 512;

/**
 * The at most `neighbours` most similar rows of each row; `pause` is called before each piece of rows
 * with the number of rows done. The matrix of all pairs never exists: memory grows with `nRows` times
 * `neighbours`. Throws `E_COMPUTE_MEMORY`.
 */
export async function findNearestRows(
  workspace: Workspace,
  pool: ComputePool,
  problem: NearestProblem,
  pause: (done: number) => Promise<void>,
): Promise<NearestRows> {
  const { matrix } = problem;
  const { nRows } = matrix;
  const neighbours = Math.max(1, Math.min(problem.neighbours, nRows));
  const operands = operandsOf(workspace, problem, neighbours);
  const counts = workspace.int32(Math.min(rowsPerPiece, nRows));
  const rows = workspace.int32(counts.length * neighbours);
  const similarities = workspace.float32(rows.length);
  const settings = [
    nearestFormulas.indexOf(problem.formula),
    neighbours,
    problem.shrinkage,
  ] as const;
  const found = new FoundRows(nRows, neighbours);
  for (let first = 0; first < nRows; first += rowsPerPiece) {
    await pause(first);
    const last = Math.min(nRows, first + rowsPerPiece);
    const nTasks = Math.ceil((last - first) / nearestRowsPerTask);
    const results = [counts, rows, similarities] as const;
    pool.run(nearestKernel, nTasks, nRows, first, last, ...settings, ...operands, ...results);
    found.take(first, last, ...results);
  }
  return found.joined();
}

function operandsOf(workspace: Workspace, problem: NearestProblem, neighbours: number) {
  const { matrix, rowWeights, columnWeights, isUniform, norms } = problem;
  const byColumn = transpose(matrix);
  const scratchBytes = 16 * matrix.nRows + 20 * (2 * neighbours + 64);
  return [
    workspace.copyOf(matrix.offsets),
    workspace.copyOf(matrix.columns),
    workspace.copyOf(rowWeights),
    workspace.copyOf(byColumn.offsets),
    workspace.copyOf(byColumn.columns),
    workspace.copyOf(reordered(matrix, byColumn, columnWeights)),
    isUniform ? 1 : 0,
    workspace.copyOf(norms),
    workspace.scratch(scratchBytes),
    scratchBytes,
  ] as const;
}

/** Collects the pieces' results without the gaps behind short rows. */
class FoundRows {
  readonly #neighbours: number;
  readonly #offsets: Int32Array;
  readonly #rows: Int32Array[] = [];
  readonly #similarities: Float32Array[] = [];

  constructor(nRows: number, neighbours: number) {
    this.#neighbours = neighbours;
    this.#offsets = new Int32Array(nRows + 1);
  }

  take(
    first: number,
    last: number,
    counts: Int32Array,
    rows: Int32Array,
    similarities: Float32Array,
  ): void {
    const offsets = this.#offsets;
    for (let row = first; row < last; row++) {
      offsets[row + 1] = offsets[row] + counts[row - first];
    }
    const pieceRows = new Int32Array(offsets[last] - offsets[first]);
    const pieceSimilarities = new Float32Array(pieceRows.length);
    for (let row = first; row < last; row++) {
      const from = (row - first) * this.#neighbours;
      const to = from + counts[row - first];
      pieceRows.set(rows.subarray(from, to), offsets[row] - offsets[first]);
      pieceSimilarities.set(similarities.subarray(from, to), offsets[row] - offsets[first]);
    }
    this.#rows.push(pieceRows);
    this.#similarities.push(pieceSimilarities);
  }

  joined(): NearestRows {
    const offsets = this.#offsets;
    const rows = new Int32Array(offsets[offsets.length - 1]);
    const similarities = new Float32Array(rows.length);
    let size = 0;
    this.#rows.forEach((piece, at) => {
      rows.set(piece, size);
      similarities.set(this.#similarities[at], size);
      size += piece.length;
    });
    return { offsets, rows, similarities };
  }
}

/** The weights of `byRow`'s entries in the order of its transpose. */
function reordered(
  byRow: SparseMatrix,
  byColumn: SparseMatrix,
  weights: Float64Array,
): Float64Array {
  const next = byColumn.offsets.slice();
  const out = new Float64Array(weights.length);
  for (let entry = 0; entry < weights.length; entry++) {
    out[next[byRow.columns[entry]]++] = weights[entry];
  }
  return out;
}
