// Twin: src/compute/kernels/rank-relevant.ts, which says what the arguments are.

/** Users of one task; the twin has the same number. */
const USERS_PER_TASK: i32 = 8;

export function rankRelevant(
  task: i32,
  _slot: i32,
  nUsers: i32,
  nItems: i32,
  withTies: i32,
  users: usize,
  scores: usize,
  relevantOffsets: usize,
  relevantItems: usize,
  maskedOffsets: usize,
  maskedItems: usize,
  ranks: usize,
  nExcluded: usize,
  tieCorrections: usize,
  faults: usize,
): void {
  const first = task * USERS_PER_TASK;
  const last = min(first + USERS_PER_TASK, nUsers);
  for (let position = first; position < last; position++) {
    const at = (<usize>position) << 2;
    const user = (<usize>load<i32>(users + at)) << 2;
    const row = scores + <usize>position * ((<usize>nItems) << 2);
    if (!isFinite(row, nItems)) {
      store<i32>(faults + at, 1);
      continue;
    }
    store<i32>(faults + at, 0);
    const start = (<usize>load<i32>(relevantOffsets + user)) << 2;
    const end = (<usize>load<i32>(relevantOffsets + user, 4)) << 2;
    const excluded = maskRow(
      row,
      maskedItems + ((<usize>load<i32>(maskedOffsets + user)) << 2),
      maskedItems + ((<usize>load<i32>(maskedOffsets + user, 4)) << 2),
      relevantItems + start,
      relevantItems + end,
    );
    store<i32>(nExcluded + at, excluded);
    let ties: i32 = 0;
    for (let entry = start; entry < end; entry += 4) {
      const item = load<i32>(relevantItems + entry);
      const own = row + ((<usize>item) << 2);
      const stop = row + ((<usize>nItems) << 2);
      const before = countAtLeast(row, own, load<f32>(own));
      const behind = countAbove(own, stop, load<f32>(own));
      store<i32>(ranks + entry, 1 + before + behind);
      if (withTies !== 0) {
        ties += before - countAbove(row, own, load<f32>(own));
        ties -= countAtLeast(own + 4, stop, load<f32>(own)) - behind;
      }
    }
    store<f64>(tieCorrections + (at << 1), <f64>ties * 0.5);
  }
}

function isFinite(row: usize, nItems: i32): bool {
  let trace = f32x4.splat(0);
  const end = row + ((<usize>nItems) << 2);
  for (; row + 16 <= end; row += 16) {
    const four = v128.load(row);
    trace = f32x4.add(trace, f32x4.sub(four, four));
  }
  let rest: f32 = 0;
  for (; row < end; row += 4) rest += load<f32>(row) - load<f32>(row);
  return i32x4.bitmask(f32x4.eq(trace, f32x4.splat(0))) === 15 && rest === 0;
}

/** Puts masked items that are not relevant behind all others; says how many they are. */
function maskRow(
  row: usize,
  masked: usize,
  maskedEnd: usize,
  relevant: usize,
  relevantEnd: usize,
): i32 {
  let count: i32 = 0;
  for (; masked < maskedEnd; masked += 4) {
    const item = load<i32>(masked);
    while (relevant < relevantEnd && load<i32>(relevant) < item) relevant += 4;
    if (relevant < relevantEnd && load<i32>(relevant) === item) continue;
    store<f32>(row + ((<usize>item) << 2), -Infinity);
    count++;
  }
  return count;
}

/** How many of the scores `at .. end` are at least `score`. */
function countAtLeast(at: usize, end: usize, score: f32): i32 {
  const limit = f32x4.splat(score);
  let one = i32x4.splat(0);
  let two = i32x4.splat(0);
  for (; at + 32 <= end; at += 32) {
    one = i32x4.sub(one, f32x4.ge(v128.load(at), limit));
    two = i32x4.sub(two, f32x4.ge(v128.load(at, 16), limit));
  }
  let count = laneSum(i32x4.add(one, two));
  for (; at < end; at += 4) count += i32(load<f32>(at) >= score);
  return count;
}

/** How many of the scores `at .. end` are above `score`. */
function countAbove(at: usize, end: usize, score: f32): i32 {
  const limit = f32x4.splat(score);
  let one = i32x4.splat(0);
  let two = i32x4.splat(0);
  for (; at + 32 <= end; at += 32) {
    one = i32x4.sub(one, f32x4.gt(v128.load(at), limit));
    two = i32x4.sub(two, f32x4.gt(v128.load(at, 16), limit));
  }
  let count = laneSum(i32x4.add(one, two));
  for (; at < end; at += 4) count += i32(load<f32>(at) > score);
  return count;
}

function laneSum(lanes: v128): i32 {
  return (
    i32x4.extract_lane(lanes, 0) +
    i32x4.extract_lane(lanes, 1) +
    i32x4.extract_lane(lanes, 2) +
    i32x4.extract_lane(lanes, 3)
  );
}
