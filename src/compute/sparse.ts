/** A sparse matrix by rows (CSR): row r holds entries `offsets[r] .. offsets[r + 1] - 1`. */
export interface SparseMatrix {
  readonly nRows: number;
  readonly nColumns: number;
  /** `[nRows + 1]` */
  readonly offsets: Int32Array;
  /** `[nnz]` ascending within a row. */
  readonly columns: Int32Array;
  /** `[nnz]` */
  readonly values: Float32Array;
}

/**
 * Sorts triples into rows, columns ascending. A cell that is given twice keeps the value of the later
 * triple. All three columns have the same length.
 */
export function sparseFromTriples(
  nRows: number,
  nColumns: number,
  rows: Int32Array,
  columns: Int32Array,
  values: Float32Array,
): SparseMatrix {
  // Sorting by column first and by row second, both stable, leaves columns ascending within a row.
  const byColumn = countingOrder(columns, nColumns, undefined);
  const order = countingOrder(rows, nRows, byColumn);
  const offsets = new Int32Array(nRows + 1);
  const outColumns = new Int32Array(order.length);
  const outValues = new Float32Array(order.length);
  let size = 0;
  let previousRow = -1;
  for (const triple of order) {
    const row = rows[triple];
    const column = columns[triple];
    if (row === previousRow && outColumns[size - 1] === column) size--;
    outColumns[size] = column;
    outValues[size] = values[triple]!;
    size++;
    offsets[row + 1] = size;
    previousRow = row;
  }
  for (let row = 1; row <= nRows; row++) {
    offsets[row] = Math.max(offsets[row], offsets[row - 1]);
  }
  return {
    nRows,
    nColumns,
    offsets,
    columns: outColumns.slice(0, size),
    values: outValues.slice(0, size),
  };
}

/** Columns and rows exchanged. */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  return sparseFromTriples(
    matrix.nColumns,
    matrix.nRows,
    matrix.columns,
    rowOfEachEntry(matrix),
    matrix.values,
  );
}

/** `[nnz]` the row that each entry stands in. */
export function rowOfEachEntry(matrix: SparseMatrix): Int32Array {
  const rows = new Int32Array(matrix.columns.length);
  for (let row = 0; row < matrix.nRows; row++) {
    rows.fill(row, matrix.offsets[row], matrix.offsets[row + 1]);
  }
  return rows;
}

/** Column numbers of one row, as a view. */
export function rowColumns(matrix: SparseMatrix, row: number): Int32Array {
  return matrix.columns.subarray(matrix.offsets[row], matrix.offsets[row + 1]);
}

/** Values of one row, as a view. */
export function rowValues(matrix: SparseMatrix, row: number): Float32Array {
  return matrix.values.subarray(matrix.offsets[row], matrix.offsets[row + 1]);
}

/** Position of a cell among the entries; -1 where there is none. */
export function findEntry(
  { offsets, columns }: Pick<SparseMatrix, "offsets" | "columns">,
  row: number,
  column: number,
): number {
  const end = offsets[row + 1];
  let low = offsets[row];
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (columns[middle] < column) low = middle + 1;
    else high = middle;
  }
  return low < end && columns[low] === column ? low : -1;
}

/** Stable counting sort: the positions of `keys` (0 .. nKeys - 1), taken in `order`, by key. */
function countingOrder(keys: Int32Array, nKeys: number, order: Int32Array | undefined): Int32Array {
  const next = new Int32Array(nKeys + 1);
  for (const key of keys) next[key + 1]++;
  for (let key = 1; key <= nKeys; key++) next[key] += next[key - 1];
  const sorted = new Int32Array(keys.length);
  for (let position = 0; position < keys.length; position++) {
    const entry = order === undefined ? position : order[position];
    sorted[next[keys[entry]]++] = entry;
  }
  return sorted;
}
