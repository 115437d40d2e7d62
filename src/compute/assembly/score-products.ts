// Twins: src/compute/kernels/score-products.ts, which says what the arguments are.

/** Users of one task of the sparse product; the twin has the same number. */
const USERS_PER_TASK: i32 = 8;

/** Items of one task of the dense product, and of one panel; the twin has the same number. */
const ITEMS_PER_TASK: i32 = 32;

export function scoreSparseProduct(
  task: i32,
  _slot: i32,
  nUsers: i32,
  nItems: i32,
  users: usize,
  leftOffsets: usize,
  leftColumns: usize,
  leftValues: usize,
  rightOffsets: usize,
  rightColumns: usize,
  rightValues: usize,
  scores: usize,
): void {
  const first = task * USERS_PER_TASK;
  const last = min(first + USERS_PER_TASK, nUsers);
  const stride = (<usize>nItems) << 2;
  for (let position = first; position < last; position++) {
    const user = (<usize>load<i32>(users + ((<usize>position) << 2))) << 2;
    const row = scores + <usize>position * stride;
    memory.fill(row, 0, stride);
    const end = (<usize>load<i32>(leftOffsets + user, 4)) << 2;
    for (let entry = (<usize>load<i32>(leftOffsets + user)) << 2; entry < end; entry += 4) {
      const weight = load<f32>(leftValues + entry);
      const middle = (<usize>load<i32>(leftColumns + entry)) << 2;
      const stop = (<usize>load<i32>(rightOffsets + middle, 4)) << 2;
      for (let at = (<usize>load<i32>(rightOffsets + middle)) << 2; at < stop; at += 4) {
        const target = row + ((<usize>load<i32>(rightColumns + at)) << 2);
        store<f32>(target, load<f32>(target) + weight * load<f32>(rightValues + at));
      }
    }
  }
}

/** A task is a panel of items: its part of `right` stays in the cache for all users of the block. */
export function scoreDenseProduct(
  task: i32,
  _slot: i32,
  nUsers: i32,
  nItems: i32,
  nRows: i32,
  users: usize,
  leftOffsets: usize,
  leftColumns: usize,
  leftValues: usize,
  panels: usize,
  scores: usize,
): void {
  const first = task * ITEMS_PER_TASK;
  const width = min(ITEMS_PER_TASK, nItems - first);
  const panel = panels + ((<usize>task * <usize>nRows) << 7);
  const stride = (<usize>nItems) << 2;
  for (let position = 0; position < nUsers; position++) {
    const user = (<usize>load<i32>(users + ((<usize>position) << 2))) << 2;
    const start = (<usize>load<i32>(leftOffsets + user)) << 2;
    const end = (<usize>load<i32>(leftOffsets + user, 4)) << 2;
    const target = scores + <usize>position * stride + ((<usize>first) << 2);
    if (width === ITEMS_PER_TASK) {
      addRows(start, end, leftColumns, leftValues, panel, target);
      continue;
    }
    for (let lane: usize = 0; lane < (<usize>width) << 2; lane += 4) {
      let sum: f32 = 0;
      for (let entry = start; entry < end; entry += 4) {
        const source = panel + ((<usize>load<i32>(leftColumns + entry)) << 7) + lane;
        sum += load<f32>(leftValues + entry) * load<f32>(source);
      }
      store<f32>(target + lane, sum);
    }
  }
}

/** Thirty-two scores of one user, which stay in registers over all entries. */
function addRows(
  start: usize,
  end: usize,
  columns: usize,
  values: usize,
  panel: usize,
  target: usize,
): void {
  let a = f32x4.splat(0);
  let b = a;
  let c = a;
  let d = a;
  let e = a;
  let f = a;
  let g = a;
  let h = a;
  for (let entry = start; entry < end; entry += 4) {
    const source = panel + ((<usize>load<i32>(columns + entry)) << 7);
    const weight = v128.load_splat<f32>(values + entry);
    a = f32x4.add(a, f32x4.mul(weight, v128.load(source)));
    b = f32x4.add(b, f32x4.mul(weight, v128.load(source, 16)));
    c = f32x4.add(c, f32x4.mul(weight, v128.load(source, 32)));
    d = f32x4.add(d, f32x4.mul(weight, v128.load(source, 48)));
    e = f32x4.add(e, f32x4.mul(weight, v128.load(source, 64)));
    f = f32x4.add(f, f32x4.mul(weight, v128.load(source, 80)));
    g = f32x4.add(g, f32x4.mul(weight, v128.load(source, 96)));
    h = f32x4.add(h, f32x4.mul(weight, v128.load(source, 112)));
  }
  v128.store(target, a);
  v128.store(target, b, 16);
  v128.store(target, c, 32);
  v128.store(target, d, 48);
  v128.store(target, e, 64);
  v128.store(target, f, 80);
  v128.store(target, g, 96);
  v128.store(target, h, 112);
}
