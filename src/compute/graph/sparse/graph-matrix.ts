/** Sparse matrices that graphs multiply by, in the memory of a pool's kernels. */
import { MoviolaError } from "../../../common/errors.js";
import type { SparseOperand } from "../../kernels/sparse-dense.js";
import type { ComputePool } from "../../pool/pool.js";
import type { Workspace } from "../../pool/workspace.js";
import { rowOfEachEntry, type SparseMatrix } from "../../sparse.js";

/** Where the arrays of matrices lie, with room for what a product needs; lives as long as the workspace. */
export class SparseRoom {
  readonly pool: ComputePool;
  readonly #workspace: Workspace;
  readonly #arrays: Map<string, Float32Array> = new Map();

  constructor(workspace: Workspace, pool: ComputePool) {
    this.pool = pool;
    this.#workspace = workspace;
  }

  /** An array of `length` that the next call with this name overwrites. */
  float32(name: string, length: number): Float32Array {
    let array = this.#arrays.get(name);
    if (array === undefined || array.length < length) {
      array = this.#workspace.float32(length);
      this.#arrays.set(name, array);
    }
    return array.subarray(0, length);
  }

  /** `values` where kernels can read them. */
  copy(name: string, values: ArrayLike<number>): Float32Array {
    const array = this.float32(name, values.length);
    array.set(values);
    return array;
  }

  /** A matrix for graphs; see {@link GraphMatrix}. */
  matrix(matrix: SparseMatrix, options: { readonly isSymmetric?: boolean } = {}): GraphMatrix {
    return new GraphMatrix(this, this.#workspace, matrix, options.isSymmetric === true);
  }
}

/** A fixed sparse matrix in graphs: no gradient flows into its values. */
export class GraphMatrix {
  readonly room: SparseRoom;
  readonly #workspace: Workspace;
  readonly #isSymmetric: boolean;
  #matrix: SparseMatrix;
  #operand: SparseOperand | undefined;
  #turned: TurnedMatrix | undefined;

  /** Use {@link SparseRoom.matrix}. `isSymmetric` is the caller's promise. */
  constructor(room: SparseRoom, workspace: Workspace, matrix: SparseMatrix, isSymmetric: boolean) {
    this.room = room;
    this.#workspace = workspace;
    this.#matrix = matrix;
    this.#isSymmetric = isSymmetric;
  }

  get nRows(): number {
    return this.#matrix.nRows;
  }

  get nColumns(): number {
    return this.#matrix.nColumns;
  }

  get nEntries(): number {
    return this.#matrix.columns.length;
  }

  /** As it is now. */
  get source(): SparseMatrix {
    return this.#matrix;
  }

  /**
   * Puts another matrix of the same size in its place, such as the edges of a new epoch; graphs that were
   * opened with this one use it from their next run on. Throws `E_GRAPH_SHAPE`.
   */
  replace(matrix: SparseMatrix): void {
    if (matrix.nRows !== this.nRows || matrix.nColumns !== this.nColumns) {
      throw new MoviolaError("E_GRAPH_SHAPE", "A matrix of a graph keeps its size", {
        expected: `${this.nRows} rows and ${this.nColumns} columns`,
        got: `${matrix.nRows} and ${matrix.nColumns}`,
      });
    }
    this.#matrix = matrix;
    if (this.#operand !== undefined) this.#operand = this.#place(matrix, this.#operand);
    if (this.#turned !== undefined) this.#turned = this.#turn(this.#turned.operand);
  }

  /** Where kernels can read it. */
  get operand(): SparseOperand {
    this.#operand ??= this.#place(this.#matrix);
    return this.#operand;
  }

  /** The transposed matrix where kernels can read it. */
  get turnedOperand(): SparseOperand {
    return this.#isSymmetric ? this.operand : this.#turnedOnce().operand;
  }

  /** `[nnz]` which entry of the matrix each entry of the transposed one is. */
  get entryOrder(): Int32Array {
    return this.#turnedOnce().order;
  }

  #turnedOnce(): TurnedMatrix {
    this.#turned ??= this.#turn(undefined);
    return this.#turned;
  }

  #turn(before: SparseOperand | undefined): TurnedMatrix {
    const { turned, order } = turn(this.#matrix);
    return { operand: this.#place(turned, before), order };
  }

  /** Copies a matrix to where kernels can read it: the place of another one, if it is large enough. */
  #place(matrix: SparseMatrix, before?: SparseOperand): SparseOperand {
    const { nRows, offsets, columns, values } = matrix;
    if (before === undefined || before.columns.length < columns.length) {
      return {
        nRows,
        offsets: this.#workspace.copyOf(offsets),
        columns: this.#workspace.copyOf(columns),
        values: this.#workspace.copyOf(values),
      };
    }
    before.offsets.set(offsets);
    before.columns.set(columns);
    before.values.set(values);
    return before;
  }
}

/** A matrix with columns and rows exchanged. */
interface TurnedMatrix {
  readonly operand: SparseOperand;
  /** `[nnz]` which entry of the matrix each of its entries is. */
  readonly order: Int32Array;
}

/** The transposed matrix, and which entry each of its entries was. */
export function turn(matrix: SparseMatrix): { turned: SparseMatrix; order: Int32Array } {
  const { nRows, nColumns, columns, values } = matrix;
  const rows = rowOfEachEntry(matrix);
  const offsets = new Int32Array(nColumns + 1);
  for (const column of columns) offsets[column + 1]++;
  for (let column = 0; column < nColumns; column++) offsets[column + 1] += offsets[column];
  const next = offsets.slice();
  const order = new Int32Array(columns.length);
  columns.forEach((column, entry) => (order[next[column]++] = entry));
  const turned = {
    nRows: nColumns,
    nColumns: nRows,
    offsets,
    columns: Int32Array.from(order, (entry) => rows[entry]),
    values: Float32Array.from(order, (entry) => values[entry]),
  };
  return { turned, order };
}
