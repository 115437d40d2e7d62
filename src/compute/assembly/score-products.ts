// Twins: src/compute/kernels/score-products.ts, which says what the arguments are.

/** Users of one task of the sparse product; the twin has the same number. */
const USERS_PER_TASK: i32 = 8;

/** Items of one task of the dense product; the twin has the same number. */
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
  users: usize,
  leftOffsets: usize,
  leftColumns: usize,
  leftValues: usize,
  right: usize,
  scores: usize,
): void {
  const first = task * ITEMS_PER_TASK;
  const last = min(first + ITEMS_PER_TASK, nItems);
  const stride = (<usize>nItems) << 2;
  for (let position = 0; position < nUsers; position++) {
    const user = (<usize>load<i32>(users + ((<usize>position) << 2))) << 2;
    const start = (<usize>load<i32>(leftOffsets + user)) << 2;
    const end = (<usize>load<i32>(leftOffsets + user, 4)) << 2;
    const row = scores + <usize>position * stride;
    let item = first;
    for (; item + 16 <= last; item += 16) {
      const at = (<usize>item) << 2;
      let a = f32x4.splat(0);
      let b = f32x4.splat(0);
      let c = f32x4.splat(0);
      let d = f32x4.splat(0);
      for (let entry = start; entry < end; entry += 4) {
        const source = right + <usize>load<i32>(leftColumns + entry) * stride + at;
        const weight = v128.load_splat<f32>(leftValues + entry);
        a = f32x4.add(a, f32x4.mul(weight, v128.load(source)));
        b = f32x4.add(b, f32x4.mul(weight, v128.load(source, 16)));
        c = f32x4.add(c, f32x4.mul(weight, v128.load(source, 32)));
        d = f32x4.add(d, f32x4.mul(weight, v128.load(source, 48)));
      }
      v128.store(row + at, a);
      v128.store(row + at, b, 16);
      v128.store(row + at, c, 32);
      v128.store(row + at, d, 48);
    }
    for (; item < last; item++) {
      const at = (<usize>item) << 2;
      let sum: f32 = 0;
      for (let entry = start; entry < end; entry += 4) {
        const source = right + <usize>load<i32>(leftColumns + entry) * stride + at;
        sum += load<f32>(leftValues + entry) * load<f32>(source);
      }
      store<f32>(row + at, sum);
    }
  }
}
