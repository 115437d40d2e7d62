// Twin: src/compute/kernels/top-k-factors.ts, which says what the arguments are.
import { PANEL, scoreTile, userRow } from "./score-tile";
import { closeList, LIST_BYTES, offerEight, openList } from "./top-k-heap";

/** Users of one task; the twin has the same number. */
const USERS_PER_TASK: i32 = 32;

/** Scratch bytes of a thread; the caller gives as many: a tile and 32 lists. */
const SCRATCH_BYTES: usize = 640;

export function topKFactors(
  task: i32,
  slot: i32,
  nUsers: i32,
  nItems: i32,
  nFactors: i32,
  topK: i32,
  users: usize,
  userFactors: usize,
  panels: usize,
  seenRanges: usize,
  seenItems: usize,
  allowed: usize,
  items: usize,
  scores: usize,
  faults: usize,
  scratch: usize,
): void {
  const first = task * USERS_PER_TASK;
  const last = min(first + USERS_PER_TASK, nUsers);
  const tile = scratch + <usize>slot * SCRATCH_BYTES;
  const lists = tile + 128;
  const listBytes = (<usize>topK) << 2;
  const ownItems = items + <usize>first * listBytes;
  const ownScores = scores + <usize>first * listBytes;
  for (let user = first; user < first + USERS_PER_TASK; user++) {
    const list = lists + <usize>(user - first) * LIST_BYTES;
    if (user < last) openList(list, seenRanges + ((<usize>user) << 3), seenItems);
    else store<f32>(list, Infinity);
  }
  const panelBytes = (<usize>(nFactors + 1)) << 5;
  // Stays 0 as long as all scores are finite.
  let trace = f32x4.splat(0);
  for (let item = 0, panel = panels; item < nItems; item += PANEL, panel += panelBytes) {
    for (let user = first; user < last; user += 4) {
      scoreTile(
        userRow(users, user, nUsers, userFactors, nFactors),
        userRow(users, user + 1, nUsers, userFactors, nFactors),
        userRow(users, user + 2, nUsers, userFactors, nFactors),
        userRow(users, user + 3, nUsers, userFactors, nFactors),
        panel,
        nFactors,
        tile,
      );
      for (let row = 0; row < 4; row++) {
        const at = <usize>(user - first + row);
        const list = lists + at * LIST_BYTES;
        const own = tile + ((<usize>row) << 5);
        const low = v128.load(own);
        const high = v128.load(own, 16);
        const worst = v128.load_splat<f32>(list);
        trace = f32x4.add(trace, f32x4.add(f32x4.sub(low, low), f32x4.sub(high, high)));
        if (v128.any_true(v128.or(f32x4.gt(low, worst), f32x4.gt(high, worst)))) {
          const place = at * listBytes;
          offerEight(list, item, own, allowed, topK, ownItems + place, ownScores + place);
        }
      }
    }
  }
  for (let user = first; user < last; user++) {
    const at = <usize>(user - first);
    const place = at * listBytes;
    closeList(lists + at * LIST_BYTES, topK, ownItems + place, ownScores + place);
  }
  store<i32>(
    faults + ((<usize>task) << 2),
    i32x4.bitmask(f32x4.eq(trace, f32x4.splat(0))) === 15 ? 0 : 1,
  );
}
