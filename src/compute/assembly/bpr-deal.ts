// Twins: src/compute/kernels/bpr-deal.ts, which says what the arguments are.

export function bprDealPairs(
  task: i32,
  _slot: i32,
  nBlocks: i32,
  users: usize,
  userCuts: usize,
  blockOfItem: usize,
  offsets: usize,
  columns: usize,
  strata: usize,
  cursors: usize,
  pairs: usize,
): void {
  const first = load<i32>(userCuts + ((<usize>task) << 2));
  const last = load<i32>(userCuts + ((<usize>(task + 1)) << 2));
  const own = (<usize>(task * nBlocks)) << 2;
  const starts = strata + own;
  const next = cursors + own;
  const size = (<usize>nBlocks) << 2;
  const begin = load<i32>(starts);
  memory.fill(next, 0, size);
  for (let at = first; at < last; at++) {
    const user = (<usize>load<i32>(users + ((<usize>at) << 2))) << 2;
    const end = (<usize>load<i32>(offsets + user, 4)) << 2;
    for (let entry = (<usize>load<i32>(offsets + user)) << 2; entry < end; entry += 4) {
      const item = (<usize>load<i32>(columns + entry)) << 2;
      const count = next + ((<usize>load<i32>(blockOfItem + item)) << 2);
      store<i32>(count, load<i32>(count) + 1);
    }
  }
  let sum = begin;
  for (let block: usize = 0; block < size; block += 4) {
    const count = load<i32>(next + block);
    store<i32>(starts + block, sum);
    store<i32>(next + block, sum);
    sum += count;
  }
  for (let at = first; at < last; at++) {
    const user = load<i32>(users + ((<usize>at) << 2));
    const end = (<usize>load<i32>(offsets + ((<usize>user) << 2), 4)) << 2;
    let entry = (<usize>load<i32>(offsets + ((<usize>user) << 2))) << 2;
    for (; entry < end; entry += 4) {
      const item = load<i32>(columns + entry);
      const place = next + ((<usize>load<i32>(blockOfItem + ((<usize>item) << 2))) << 2);
      const to = load<i32>(place);
      store<i32>(place, to + 1);
      store<i32>(pairs + ((<usize>to) << 3), user);
      store<i32>(pairs + ((<usize>to) << 3), item, 4);
    }
  }
}

export function bprDealNegatives(
  task: i32,
  _slot: i32,
  items: usize,
  itemCuts: usize,
  counts: usize,
  negativeCuts: usize,
  negatives: usize,
): void {
  const last = load<i32>(itemCuts + ((<usize>(task + 1)) << 2));
  let to = negatives + ((<usize>load<i32>(negativeCuts + ((<usize>task) << 2))) << 2);
  for (let at = load<i32>(itemCuts + ((<usize>task) << 2)); at < last; at++) {
    const item = load<i32>(items + ((<usize>at) << 2));
    const end = to + ((<usize>load<i32>(counts + ((<usize>item) << 2))) << 2);
    for (; to < end; to += 4) store<i32>(to, item);
  }
}
