// Twins: src/compute/kernels/gram-sparse.ts, which says what the arguments are.
import { TILE } from "./dense-tile";

/** Rows of one task; the twin has the same number. */
const ROWS_PER_TASK: i32 = 16;

export function gramTiles32(
  task: i32,
  slot: i32,
  size: i32,
  ridge: f64,
  offsets: usize,
  columns: usize,
  columnOffsets: usize,
  rows: usize,
  scratch: usize,
  tiles: usize,
): void {
  gramTiles<f32>(task, slot, size, ridge, offsets, columns, columnOffsets, rows, scratch, tiles);
}

export function gramTiles64(
  task: i32,
  slot: i32,
  size: i32,
  ridge: f64,
  offsets: usize,
  columns: usize,
  columnOffsets: usize,
  rows: usize,
  scratch: usize,
  tiles: usize,
): void {
  gramTiles<f64>(task, slot, size, ridge, offsets, columns, columnOffsets, rows, scratch, tiles);
}

function gramTiles<T>(
  task: i32,
  slot: i32,
  size: i32,
  ridge: f64,
  offsets: usize,
  columns: usize,
  columnOffsets: usize,
  rows: usize,
  scratch: usize,
  tiles: usize,
): void {
  const padded = ((size + TILE - 1) / TILE) * TILE;
  const counts = scratch + <usize>slot * ((<usize>padded) << 2);
  for (let row = task * ROWS_PER_TASK; row < (task + 1) * ROWS_PER_TASK; row++) {
    memory.fill(counts, 0, (<usize>padded) << 2);
    if (row < size) countCommon(row, offsets, columns, columnOffsets, rows, counts);
    const tileRow = row / TILE;
    const inTile = <usize>((row % TILE) * TILE);
    for (let column = 0; column <= row; column++) {
      const tile = (tileRow * (tileRow + 1)) / 2 + column / TILE;
      const cell = <usize>tile * <usize>(TILE * TILE) + inTile + <usize>(column % TILE);
      let value = <f64>load<i32>(counts + ((<usize>column) << 2));
      if (column === row) value = row < size ? value + ridge : 1;
      store<T>(tiles + cell * sizeof<T>(), <T>value);
    }
  }
}

/** Adds to `counts` the number of common columns of `row` and each row up to it. */
function countCommon(
  row: i32,
  offsets: usize,
  columns: usize,
  columnOffsets: usize,
  rows: usize,
  counts: usize,
): void {
  const start = load<i32>(offsets + ((<usize>row) << 2));
  const end = load<i32>(offsets + ((<usize>row) << 2), 4);
  for (let entry = start; entry < end; entry++) {
    const column = <usize>load<i32>(columns + ((<usize>entry) << 2));
    let at = rows + ((<usize>load<i32>(columnOffsets + (column << 2))) << 2);
    // Rows ascend, and `row` itself is among them.
    for (;;) {
      const other = load<i32>(at);
      const cell = counts + ((<usize>other) << 2);
      store<i32>(cell, load<i32>(cell) + 1);
      if (other === row) break;
      at += 4;
    }
  }
}
