// Twin: src/compute/kernels/nearest-kernel.ts, which says what the arguments are.
import { keepLargest } from "./keep-largest";

/** Rows of one task; the twin has the same number. */
const ROWS_PER_TASK: i32 = 16;
/** What rounding can never make of a quotient: below it nothing need be divided. */
const BELOW: f64 = 1 - 1e-12;

export function nearestRows(
  task: i32,
  slot: i32,
  nRows: i32,
  firstRow: i32,
  lastRow: i32,
  formula: i32,
  neighbours: i32,
  shrinkage: f64,
  rowOffsets: usize,
  rowColumns: usize,
  rowWeights: usize,
  columnOffsets: usize,
  columnRows: usize,
  columnWeights: usize,
  isUniform: i32,
  norms: usize,
  scratch: usize,
  scratchBytes: i32,
  counts: usize,
  rows: usize,
  similarities: usize,
): void {
  const products = scratch + <usize>slot * <usize>scratchBytes;
  const common = products + ((<usize>nRows) << 3);
  const values = common + ((<usize>nRows) << 3);
  const room = 2 * neighbours + 64;
  const copies = values + ((<usize>room) << 3);
  const keys = copies + ((<usize>room) << 3);
  const first = firstRow + task * ROWS_PER_TASK;
  const last = min(first + ROWS_PER_TASK, lastRow);
  for (let row = first; row < last; row++) {
    const start = load<i32>(rowOffsets + ((<usize>row) << 2));
    const end = load<i32>(rowOffsets + ((<usize>row) << 2), 4);
    memory.fill(products, 0, (<usize>nRows) << 3);
    for (let entry = start; entry < end; entry++) {
      const weight = load<f64>(rowWeights + ((<usize>entry) << 3));
      const column = columnOffsets + ((<usize>load<i32>(rowColumns + ((<usize>entry) << 2))) << 2);
      addColumn(products, column, columnRows, columnWeights, isUniform, weight);
    }
    if (formula == 2) countCommon(common, nRows, rowColumns, start, end, columnOffsets, columnRows);
    // A row is not its own neighbour.
    store<f64>(products + ((<usize>row) << 3), 0);
    let count: i32;
    if (formula == 0) {
      count = scanCosine(products, norms, row, nRows, shrinkage, neighbours, values, keys, copies);
    } else {
      count = scan(
        formula,
        products,
        common,
        norms,
        row,
        nRows,
        shrinkage,
        neighbours,
        values,
        keys,
        copies,
      );
    }
    if (count > neighbours) {
      keepLargest(values, keys, count, neighbours, copies);
      count = neighbours;
    }
    const place = <usize>(row - firstRow);
    store<i32>(counts + (place << 2), count);
    const target = (place * <usize>neighbours) << 2;
    memory.copy(rows + target, keys, (<usize>count) << 2);
    for (let at: usize = 0; at < <usize>count; at++) {
      store<f32>(similarities + target + (at << 2), <f32>load<f64>(values + (at << 3)));
    }
  }
}

function addColumn(
  products: usize,
  column: usize,
  columnRows: usize,
  columnWeights: usize,
  isUniform: i32,
  weight: f64,
): void {
  const from = load<i32>(column);
  const to = load<i32>(column, 4);
  if (isUniform) {
    // Never empty: the row itself has the column.
    const product = weight * load<f64>(columnWeights + ((<usize>from) << 3));
    addUniform(products, columnRows, from, to, product);
  } else addWeighted(products, columnRows, columnWeights, from, to, weight);
}

function addUniform(products: usize, columnRows: usize, from: i32, to: i32, product: f64): void {
  let at = columnRows + ((<usize>from) << 2);
  const end = columnRows + ((<usize>to) << 2);
  for (; at + 16 <= end; at += 16) {
    const a = products + ((<usize>load<i32>(at)) << 3);
    const b = products + ((<usize>load<i32>(at, 4)) << 3);
    const c = products + ((<usize>load<i32>(at, 8)) << 3);
    const d = products + ((<usize>load<i32>(at, 12)) << 3);
    store<f64>(a, load<f64>(a) + product);
    store<f64>(b, load<f64>(b) + product);
    store<f64>(c, load<f64>(c) + product);
    store<f64>(d, load<f64>(d) + product);
  }
  for (; at < end; at += 4) {
    const place = products + ((<usize>load<i32>(at)) << 3);
    store<f64>(place, load<f64>(place) + product);
  }
}

function addWeighted(
  products: usize,
  columnRows: usize,
  columnWeights: usize,
  from: i32,
  to: i32,
  weight: f64,
): void {
  for (let at = <usize>from; at < <usize>to; at++) {
    const place = products + ((<usize>load<i32>(columnRows + (at << 2))) << 3);
    const product = weight * load<f64>(columnWeights + (at << 3));
    store<f64>(place, load<f64>(place) + product);
  }
}

function countCommon(
  common: usize,
  nRows: i32,
  rowColumns: usize,
  start: i32,
  end: i32,
  columnOffsets: usize,
  columnRows: usize,
): void {
  memory.fill(common, 0, (<usize>nRows) << 3);
  for (let entry = start; entry < end; entry++) {
    const column = (<usize>load<i32>(rowColumns + ((<usize>entry) << 2))) << 2;
    const from = load<i32>(columnOffsets + column);
    addUniform(common, columnRows, from, load<i32>(columnOffsets + column, 4), 1);
  }
}

/** Collects what may be among the strongest, in the order of the rows; gives the number. */
function scanCosine(
  products: usize,
  norms: usize,
  row: i32,
  nRows: i32,
  shrinkage: f64,
  neighbours: i32,
  values: usize,
  keys: usize,
  copies: usize,
): i32 {
  const room = 2 * neighbours + 64;
  const own = load<f64>(norms + ((<usize>row) << 3));
  let count: i32 = 0;
  let least: f64 = 0;
  for (let other = 0; other < nRows; other++) {
    const product = load<f64>(products + ((<usize>other) << 3));
    if (!(product > 0)) continue;
    const square = own * load<f64>(norms + ((<usize>other) << 3));
    // Without a root: value > least only if product - least * shrinkage > least * sqrt(square).
    const rest = product - least * shrinkage * BELOW;
    if (rest <= 0 || rest * rest < least * least * square * BELOW) continue;
    const norm = sqrt(square) + shrinkage;
    const value = norm == 0 ? 0 : product / norm;
    if (!(value > least)) continue;
    store<f64>(values + ((<usize>count) << 3), value);
    store<i32>(keys + ((<usize>count) << 2), other);
    if (++count == room) {
      least = keepLargest(values, keys, count, neighbours, copies);
      count = neighbours;
    }
  }
  return count;
}

function scan(
  formula: i32,
  products: usize,
  common: usize,
  norms: usize,
  row: i32,
  nRows: i32,
  shrinkage: f64,
  neighbours: i32,
  values: usize,
  keys: usize,
  copies: usize,
): i32 {
  const room = 2 * neighbours + 64;
  const own = load<f64>(norms + ((<usize>row) << 3));
  let count: i32 = 0;
  let least: f64 = 0;
  for (let other = 0; other < nRows; other++) {
    const place = (<usize>other) << 3;
    const product = load<f64>(products + place);
    if (!(product > 0)) continue;
    let value: f64;
    if (formula == 1) {
      value = product / (own + load<f64>(norms + place) - product + shrinkage);
    } else if (formula == 2) {
      const shared = load<f64>(common + place);
      value = (product * shared) / (shared + shrinkage);
    } else {
      value = product * load<f64>(norms + place);
    }
    if (!(value > least)) continue;
    store<f64>(values + ((<usize>count) << 3), value);
    store<i32>(keys + ((<usize>count) << 2), other);
    if (++count == room) {
      least = keepLargest(values, keys, count, neighbours, copies);
      count = neighbours;
    }
  }
  return count;
}
