// Twin: src/compute/kernels/top-k-rows.ts, which says what the arguments are.
import { closeList, LIST_BYTES, offer, offerEight, openList } from "./top-k-heap";

/** Users of one task; the twin has the same number. */
const USERS_PER_TASK: i32 = 8;

export function topKRows(
  task: i32,
  slot: i32,
  nUsers: i32,
  nItems: i32,
  topK: i32,
  scores: usize,
  seenRanges: usize,
  seenItems: usize,
  allowed: usize,
  items: usize,
  listScores: usize,
  faults: usize,
  scratch: usize,
): void {
  const first = task * USERS_PER_TASK;
  const last = min(first + USERS_PER_TASK, nUsers);
  const list = scratch + <usize>slot * LIST_BYTES;
  let fault = 0;
  for (let user = first; user < last; user++) {
    const place = (<usize>user * <usize>topK) << 2;
    openList(list, seenRanges + ((<usize>user) << 3), seenItems);
    const row = scores + ((<usize>user * <usize>nItems) << 2);
    fault |= offerRow(list, row, nItems, allowed, topK, items + place, listScores + place);
    closeList(list, topK, items + place, listScores + place);
  }
  store<i32>(faults + ((<usize>task) << 2), fault);
}

/** Offers all items of a row; 1 when a score is not finite. */
function offerRow(
  list: usize,
  row: usize,
  nItems: i32,
  allowed: usize,
  topK: i32,
  items: usize,
  listScores: usize,
): i32 {
  let trace = f32x4.splat(0);
  let item: i32 = 0;
  for (; item + 8 <= nItems; item += 8) {
    const own = row + ((<usize>item) << 2);
    const low = v128.load(own);
    const high = v128.load(own, 16);
    const worst = v128.load_splat<f32>(list);
    trace = f32x4.add(trace, f32x4.add(f32x4.sub(low, low), f32x4.sub(high, high)));
    if (v128.any_true(v128.or(f32x4.gt(low, worst), f32x4.gt(high, worst)))) {
      offerEight(list, item, own, allowed, topK, items, listScores);
    }
  }
  let rest: f32 = 0;
  for (; item < nItems; item++) {
    const score = load<f32>(row + ((<usize>item) << 2));
    rest += score - score;
    offer(list, item, score, allowed, topK, items, listScores);
  }
  const finite = i32x4.bitmask(f32x4.eq(trace, f32x4.splat(0))) === 15 && rest === 0;
  return finite ? 0 : 1;
}
