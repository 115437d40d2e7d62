import { factorOperand } from "../../kernels/score-factors.js";
import { listMask } from "../../kernels/top-k-list.js";
import { topKFactors } from "../../kernels/top-k-factors.js";
import type { ComputePool } from "../../pool/pool.js";
import { sparseFromTriples, type SparseMatrix } from "../../sparse.js";

/** Rows as vectors, `[nRows x dim]` row-major. */
export interface Vectors {
  readonly nRows: number;
  readonly dim: number;
  readonly values: Float32Array;
}

/** Settings of {@link nearestNeighbours}. */
export interface NearestNeighbourOptions {
  /** How many of the nearest rows each row is joined to, the row itself counted. */
  readonly neighbours: number;
  /** Whether entries are 1 (the default) or the cosines. */
  readonly weights?: "binary" | "cosine";
  /** Joins a row to itself, too, as the graphs of LATTICE and FREEDOM do; default true. */
  readonly includesSelf?: boolean;
}

const rowsPerPiece = 1024;

/**
 * The graph of nearest rows by cosine, `[nRows x nRows]`, not symmetric: row r has entries in the columns of
 * its nearest rows, equal ones by the lower row. A row of zeros has the cosine 0 with all.
 */
export function nearestNeighbours(
  pool: ComputePool,
  { nRows, dim, values }: Vectors,
  { neighbours, weights = "binary", includesSelf = true }: NearestNeighbourOptions,
): SparseMatrix {
  const workspace = pool.workspace();
  try {
    const nWanted = Math.min(neighbours, includesSelf ? nRows : nRows - 1);
    const unit = unitRows(values, nRows, dim);
    const operand = factorOperand(workspace, nRows, {
      nFactors: dim,
      userFactors: unit,
      itemFactors: unit,
    });
    const own = includesSelf ? undefined : diagonal(nRows);
    const triples = new Triples(nRows * Math.max(0, nWanted));
    for (let first = 0; nWanted > 0 && first < nRows; first += rowsPerPiece) {
      const length = Math.min(rowsPerPiece, nRows - first);
      const rows = workspace.copyOf(Int32Array.from({ length }, (_unused, at) => first + at));
      const mask = listMask(workspace, nRows, rows, own, undefined);
      const found = topKFactors(pool, workspace, operand, rows, nWanted, mask);
      rows.forEach((row, at) => {
        for (let place = at * nWanted; place < (at + 1) * nWanted; place++) {
          const cosine = found.scores[place];
          if (found.items[place] < 0) continue;
          triples.add(row, found.items[place], weights === "binary" ? 1 : cosine);
        }
      });
    }
    return triples.matrix(nRows);
  } finally {
    workspace.release();
  }
}

class Triples {
  readonly #rows: Int32Array;
  readonly #columns: Int32Array;
  readonly #values: Float32Array;
  #size = 0;

  constructor(capacity: number) {
    this.#rows = new Int32Array(capacity);
    this.#columns = new Int32Array(capacity);
    this.#values = new Float32Array(capacity);
  }

  add(row: number, column: number, value: number): void {
    this.#rows[this.#size] = row;
    this.#columns[this.#size] = column;
    this.#values[this.#size++] = value;
  }

  matrix(size: number): SparseMatrix {
    const [rows, columns] = [this.#rows, this.#columns].map((array) => array.slice(0, this.#size));
    return sparseFromTriples(size, size, rows, columns, this.#values.slice(0, this.#size));
  }
}

function unitRows(values: Float32Array, nRows: number, dim: number): Float32Array {
  const unit = new Float32Array(nRows * dim);
  for (let row = 0; row < nRows; row++) {
    let squares = 0;
    for (let at = row * dim; at < (row + 1) * dim; at++) squares += values[at] ** 2;
    const factor = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let at = row * dim; at < (row + 1) * dim; at++) unit[at] = values[at] * factor;
  }
  return unit;
}

function diagonal(n: number): SparseMatrix {
  const each = Int32Array.from({ length: n }, (_unused, at) => at);
  return sparseFromTriples(n, n, each, each, new Float32Array(n).fill(1));
}
