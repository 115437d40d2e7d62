// Twins: src/compute/kernels/dense-inverse.ts, which says what the arguments are.
import { addPanels, TILE, WIDE } from "./dense-tile";

export function sweepPivot32(
  _task: i32,
  slot: i32,
  pivot: i32,
  matrix: usize,
  inverse: usize,
  state: usize,
  scratch: usize,
): void {
  sweepPivot<f32>(slot, pivot, matrix, inverse, state, scratch);
}

export function sweepPivot64(
  _task: i32,
  slot: i32,
  pivot: i32,
  matrix: usize,
  inverse: usize,
  state: usize,
  scratch: usize,
): void {
  sweepPivot<f64>(slot, pivot, matrix, inverse, state, scratch);
}

export function sweepPanel32(
  task: i32,
  slot: i32,
  pivot: i32,
  matrix: usize,
  inverse: usize,
  left: usize,
  right: usize,
  scratch: usize,
): void {
  sweepPanel<f32>(task, slot, pivot, matrix, inverse, left, right, scratch);
}

export function sweepPanel64(
  task: i32,
  slot: i32,
  pivot: i32,
  matrix: usize,
  inverse: usize,
  left: usize,
  right: usize,
  scratch: usize,
): void {
  sweepPanel<f64>(task, slot, pivot, matrix, inverse, left, right, scratch);
}

export function sweepUpdate32(
  task: i32,
  _slot: i32,
  pivot: i32,
  matrix: usize,
  left: usize,
  right: usize,
): void {
  sweepUpdate<f32>(task, pivot, matrix, left, right);
}

export function sweepUpdate64(
  task: i32,
  _slot: i32,
  pivot: i32,
  matrix: usize,
  left: usize,
  right: usize,
): void {
  sweepUpdate<f64>(task, pivot, matrix, left, right);
}

function tileBytes<T>(): usize {
  return <usize>(TILE * TILE) * sizeof<T>();
}

/** The tile in row `row`, column `column` of tiles, `column <= row`. */
function tileAt<T>(matrix: usize, row: i32, column: i32): usize {
  return matrix + <usize>((row * (row + 1)) / 2 + column) * tileBytes<T>();
}

/** Inverts the tile in double precision by Gauss-Jordan steps without exchanges. */
function sweepPivot<T>(
  slot: i32,
  pivot: i32,
  matrix: usize,
  inverse: usize,
  state: usize,
  scratch: usize,
): void {
  const tile = tileAt<T>(matrix, pivot, pivot);
  const work = scratch + <usize>slot * tileBytes<f64>();
  for (let row = 0; row < TILE; row++) {
    for (let column = 0; column < TILE; column++) {
      const from = row > column ? row * TILE + column : column * TILE + row;
      const value = <f64>load<T>(tile + <usize>from * sizeof<T>());
      store<f64>(work + ((<usize>(row * TILE + column)) << 3), value);
    }
  }
  for (let row = 0; row < TILE; row++) {
    // Written so that a number that is none is refused too.
    if (!(eliminate(work, row) > 0)) store<i32>(state, 1);
  }
  for (let cell: usize = 0; cell < <usize>(TILE * TILE); cell++) {
    const value = <T>load<f64>(work + (cell << 3));
    store<T>(inverse + cell * sizeof<T>(), value);
    store<T>(tile + cell * sizeof<T>(), -value as T);
  }
}

/** One Gauss-Jordan step; returns the pivot. */
function eliminate(work: usize, pivot: i32): f64 {
  const stride = (<usize>TILE) << 3;
  const own = work + <usize>pivot * stride;
  const place = (<usize>pivot) << 3;
  const value = load<f64>(own + place);
  store<f64>(own + place, 1);
  const scale = f64x2.splat(1 / value);
  for (let at: usize = 0; at < stride; at += 16) {
    v128.store(own + at, f64x2.mul(v128.load(own + at), scale));
  }
  for (let row = 0; row < TILE; row++) {
    if (row === pivot) continue;
    const target = work + <usize>row * stride;
    const factor = f64x2.splat(load<f64>(target + place));
    store<f64>(target + place, 0);
    for (let at: usize = 0; at < stride; at += 16) {
      const product = f64x2.mul(factor, v128.load(own + at));
      v128.store(target + at, f64x2.sub(v128.load(target + at), product));
    }
  }
  return value;
}

function sweepPanel<T>(
  task: i32,
  slot: i32,
  pivot: i32,
  matrix: usize,
  inverse: usize,
  left: usize,
  right: usize,
  scratch: usize,
): void {
  if (task === pivot) return;
  const size = sizeof<T>();
  const bytes = tileBytes<T>();
  const stride = <usize>TILE * size;
  const work = scratch + <usize>slot * tileBytes<f64>();
  const isBelow = task > pivot;
  const tile = isBelow ? tileAt<T>(matrix, task, pivot) : tileAt<T>(matrix, pivot, task);
  const ownLeft = left + <usize>task * bytes;
  if (isBelow) memory.copy(work, tile, bytes);
  else turn<T>(tile, work);
  pack<T>(work, right + <usize>task * bytes, <i32>(WIDE / size));
  pack<T>(work, ownLeft, 4);
  memory.fill(work, 0, bytes);
  for (let row = 0; row < TILE; row += 4) {
    const from = ownLeft + <usize>row * stride;
    const target = work + <usize>row * stride;
    for (let at: usize = 0; at < stride; at += WIDE) {
      addPanels<T>(from, inverse + at, stride, target + at, stride, false);
    }
  }
  pack<T>(work, ownLeft, 4);
  if (isBelow) memory.copy(tile, work, bytes);
  else turn<T>(work, tile);
}

/** The transpose of a tile. */
function turn<T>(source: usize, target: usize): void {
  const size = sizeof<T>();
  for (let row = 0; row < TILE; row++) {
    for (let column = 0; column < TILE; column++) {
      const value = load<T>(source + <usize>(row * TILE + column) * size);
      store<T>(target + <usize>(column * TILE + row) * size, value);
    }
  }
}

/** Rows in groups of `wide`, each group by column: what the innermost loop reads one after another. */
function pack<T>(source: usize, target: usize, wide: i32): void {
  const size = sizeof<T>();
  for (let first = 0; first < TILE; first += wide) {
    const group = target + <usize>(first * TILE) * size;
    for (let row = 0; row < wide; row++) {
      let from = source + <usize>((first + row) * TILE) * size;
      let to = group + <usize>row * size;
      for (let column = 0; column < TILE; column++) {
        store<T>(to, load<T>(from));
        from += size;
        to += <usize>wide * size;
      }
    }
  }
}

function sweepUpdate<T>(task: i32, pivot: i32, matrix: usize, left: usize, right: usize): void {
  let row = 0;
  while (((row + 1) * (row + 2)) / 2 <= task) row++;
  const column = task - (row * (row + 1)) / 2;
  if (row === pivot || column === pivot) return;
  const stride = <usize>TILE * sizeof<T>();
  const tile = tileAt<T>(matrix, row, column);
  const ownLeft = left + <usize>row * tileBytes<T>();
  let from = right + <usize>column * tileBytes<T>();
  for (let at: usize = 0; at < stride; at += WIDE) {
    for (let own = 0; own < TILE; own += 4) {
      const start = <usize>own * stride;
      addPanels<T>(ownLeft + start, from, WIDE, tile + start + at, stride, true);
    }
    from += <usize>TILE * WIDE;
  }
}
