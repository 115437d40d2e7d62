// Twin: src/compute/kernels/slim-items.ts, which says what the arguments are.
//
// The twin descends over all items that can have a weight. Here a working set of few items is solved in a
// small matrix of its own, which stays in the cache; then the gradient of all is made anew, and the items
// that break the conditions of the optimum most join the set.
import { keepLargest } from "./keep-largest";

/** Fewest items that join the working set at a time. */
const LEAST_GROWTH: i32 = 32;
/** Passes over the working set before the gradient is made anew. */
const PASSES: i32 = 400;

export function slimItems(
  task: i32,
  slot: i32,
  nItems: i32,
  firstItem: i32,
  l1: f64,
  l2: f64,
  tolerance: f64,
  maximumRounds: i32,
  capacity: i32,
  gram: usize,
  candidateOffsets: usize,
  candidates: usize,
  isRestricted: i32,
  scratch: usize,
  scratchBytes: i32,
  weights: usize,
  rounds: usize,
): void {
  const item = firstItem + task;
  const stride = (<usize>nItems) << 2;
  const own = gram + <usize>item * stride;
  // Arrays [nItems]: gradient, weight, score and its copy (f64), then who can have a weight, the set (i32).
  const gradient = scratch + <usize>slot * <usize>scratchBytes;
  const weight = gradient + ((<usize>nItems) << 3);
  const scores = weight + ((<usize>nItems) << 3);
  const copies = scores + ((<usize>nItems) << 3);
  const possible = copies + ((<usize>nItems) << 3);
  const active = possible + ((<usize>nItems) << 2);
  // Arrays [capacity] and [capacity x capacity] of the working set, whole vectors.
  const small = (active + ((<usize>nItems) << 2) + 15) & ~15;
  memory.fill(weight, 0, (<usize>nItems) << 3);
  const nPossible = isRestricted
    ? listCandidates(own, l1, candidateOffsets, candidates, item, possible)
    : listPossible(own, l1, nItems, item, possible);
  let round: i32 = 0;
  let finished = false;
  while (true) {
    findGradient(gradient, own, gram, weight, nItems, possible, nPossible);
    const nActive = chooseActive(
      gradient,
      weight,
      gram,
      stride,
      possible,
      nPossible,
      l1,
      l2,
      tolerance,
      capacity,
      scores,
      copies,
      active,
    );
    finished = nActive == 0;
    if (finished || round == maximumRounds) break;
    solveActive(gradient, weight, gram, stride, active, nActive, l1, l2, tolerance / 4, small);
    round++;
  }
  const target = weights + <usize>task * stride;
  for (let at: usize = 0; at < <usize>nItems; at++) {
    store<f32>(target + (at << 2), <f32>load<f64>(weight + (at << 3)));
  }
  store<i32>(rounds + ((<usize>task) << 2), finished ? round : -1);
}

/** Items whose gradient is above l1 at weights 0. Since it only falls, no other can get a weight. */
function listPossible(own: usize, l1: f64, nItems: i32, item: i32, possible: usize): i32 {
  let count: usize = 0;
  for (let other = 0; other < nItems; other++) {
    if (other == item || !(<f64>load<f32>(own + ((<usize>other) << 2)) > l1)) continue;
    store<i32>(possible + (count++ << 2), other);
  }
  return <i32>count;
}

function listCandidates(
  own: usize,
  l1: f64,
  offsets: usize,
  candidates: usize,
  item: i32,
  possible: usize,
): i32 {
  let count: usize = 0;
  const end = load<i32>(offsets + ((<usize>item) << 2), 4);
  for (let at = load<i32>(offsets + ((<usize>item) << 2)); at < end; at++) {
    const other = load<i32>(candidates + ((<usize>at) << 2));
    if (other == item || !(<f64>load<f32>(own + ((<usize>other) << 2)) > l1)) continue;
    store<i32>(possible + (count++ << 2), other);
  }
  return <i32>count;
}

/** gradient = own row - sum of weight * row, made anew so that no rounding gathers. */
function findGradient(
  gradient: usize,
  own: usize,
  gram: usize,
  weight: usize,
  nItems: i32,
  possible: usize,
  nPossible: i32,
): void {
  for (let at: usize = 0; at < <usize>nItems; at++) {
    store<f64>(gradient + (at << 3), load<f32>(own + (at << 2)));
  }
  const stride = (<usize>nItems) << 2;
  let at: i32 = 0;
  while (true) {
    // Four rows at a time, so that the gradient is fetched once for all of them.
    let a: i32 = -1;
    let b: i32 = -1;
    let c: i32 = -1;
    let d: i32 = -1;
    for (; at < nPossible && d < 0; at++) {
      const other = load<i32>(possible + ((<usize>at) << 2));
      if (load<f64>(weight + ((<usize>other) << 3)) == 0) continue;
      if (a < 0) a = other;
      else if (b < 0) b = other;
      else if (c < 0) c = other;
      else d = other;
    }
    if (a < 0) return;
    subtractRows(
      gradient,
      nItems,
      gram + <usize>a * stride,
      gram + <usize>max(b, 0) * stride,
      gram + <usize>max(c, 0) * stride,
      gram + <usize>max(d, 0) * stride,
      load<f64>(weight + ((<usize>a) << 3)),
      b < 0 ? 0 : load<f64>(weight + ((<usize>b) << 3)),
      c < 0 ? 0 : load<f64>(weight + ((<usize>c) << 3)),
      d < 0 ? 0 : load<f64>(weight + ((<usize>d) << 3)),
    );
  }
}

function subtractRows(
  target: usize,
  nItems: i32,
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  byA: f64,
  byB: f64,
  byC: f64,
  byD: f64,
): void {
  const whole = (<usize>(nItems & ~1)) << 2;
  const wideA = f64x2.splat(byA);
  const wideB = f64x2.splat(byB);
  const wideC = f64x2.splat(byC);
  const wideD = f64x2.splat(byD);
  for (let at: usize = 0; at < whole; at += 8) {
    const place = target + (at << 1);
    let sum = v128.load(place);
    sum = f64x2.sub(sum, f64x2.mul(wideA, pair(a + at)));
    sum = f64x2.sub(sum, f64x2.mul(wideB, pair(b + at)));
    sum = f64x2.sub(sum, f64x2.mul(wideC, pair(c + at)));
    sum = f64x2.sub(sum, f64x2.mul(wideD, pair(d + at)));
    v128.store(place, sum);
  }
  if (nItems & 1) {
    const place = target + (whole << 1);
    let sum = load<f64>(place);
    sum -= byA * <f64>load<f32>(a + whole);
    sum -= byB * <f64>load<f32>(b + whole);
    sum -= byC * <f64>load<f32>(c + whole);
    sum -= byD * <f64>load<f32>(d + whole);
    store<f64>(place, sum);
  }
}

function pair(address: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(address));
}

/** The working set, ascending: who has a weight, and who would gain most by one; 0 at the optimum. */
function chooseActive(
  gradient: usize,
  weight: usize,
  gram: usize,
  stride: usize,
  possible: usize,
  nPossible: i32,
  l1: f64,
  l2: f64,
  tolerance: f64,
  capacity: i32,
  scores: usize,
  copies: usize,
  active: usize,
): i32 {
  let count: i32 = 0;
  let nHeld: i32 = 0;
  let worst: f64 = 0;
  for (let at: usize = 0; at < <usize>nPossible; at++) {
    const other = <usize>load<i32>(possible + (at << 2));
    const square = <f64>load<f32>(gram + other * stride + (other << 2));
    const current = load<f64>(weight + (other << 3));
    const slope = load<f64>(gradient + (other << 3)) + square * current - l1;
    const change = abs(max<f64>(0, slope) / (square + l2) - current);
    worst = max(worst, change);
    if (current == 0 && change <= tolerance) continue;
    store<i32>(active + ((<usize>count) << 2), <i32>other);
    // What the objective falls by, twice, when this weight alone changes.
    store<f64>(scores + ((<usize>count) << 3), change * change * (square + l2));
    count++;
    nHeld += i32(current != 0);
  }
  if (worst <= tolerance) return 0;
  const growth = max(LEAST_GROWTH, nHeld);
  const wanted = min(count, min(capacity, nHeld + growth));
  // With room for all that have a weight, none of them leaves.
  if (nHeld + LEAST_GROWTH <= capacity) {
    for (let at: usize = 0; at < <usize>count; at++) {
      const other = <usize>load<i32>(active + (at << 2));
      if (load<f64>(weight + (other << 3)) != 0) store<f64>(scores + (at << 3), Infinity);
    }
  }
  if (wanted < count) keepLargest(scores, active, count, wanted, copies);
  return wanted;
}

/** Descends over the working set until no weight changes by more than `tolerance`. */
function solveActive(
  gradient: usize,
  weight: usize,
  gram: usize,
  stride: usize,
  active: usize,
  nActive: i32,
  l1: f64,
  l2: f64,
  tolerance: f64,
  small: usize,
): void {
  const count = <usize>nActive;
  const padded = (count + 3) & ~3;
  const slopes = small;
  const values = slopes + (padded << 3);
  const squares = values + (padded << 3);
  const block = squares + (padded << 3);
  memory.fill(small, 0, (padded << 3) * 3);
  for (let at: usize = 0; at < count; at++) {
    const one = <usize>load<i32>(active + (at << 2));
    const source = gram + one * stride;
    const target = block + ((at * padded) << 2);
    for (let other: usize = 0; other < count; other++) {
      const column = <usize>load<i32>(active + (other << 2));
      store<f32>(target + (other << 2), load<f32>(source + (column << 2)));
    }
    for (let other = count; other < padded; other++) store<f32>(target + (other << 2), 0);
    store<f64>(slopes + (at << 3), load<f64>(gradient + (one << 3)));
    store<f64>(values + (at << 3), load<f64>(weight + (one << 3)));
    store<f64>(squares + (at << 3), load<f32>(source + (one << 2)));
  }
  for (let pass = 0; pass < PASSES; pass++) {
    if (descend(slopes, values, squares, block, count, padded, l1, l2) <= tolerance) break;
  }
  for (let at: usize = 0; at < count; at++) {
    const one = <usize>load<i32>(active + (at << 2));
    store<f64>(weight + (one << 3), load<f64>(values + (at << 3)));
  }
}

/** One pass; gives the largest change of a weight. */
function descend(
  slopes: usize,
  values: usize,
  squares: usize,
  block: usize,
  count: usize,
  padded: usize,
  l1: f64,
  l2: f64,
): f64 {
  let largest: f64 = 0;
  for (let at: usize = 0; at < count; at++) {
    const square = load<f64>(squares + (at << 3));
    const current = load<f64>(values + (at << 3));
    const slope = load<f64>(slopes + (at << 3)) + square * current - l1;
    const next = max<f64>(0, slope) / (square + l2);
    const change = next - current;
    if (change == 0) continue;
    store<f64>(values + (at << 3), next);
    largest = max(largest, abs(change));
    const row = block + ((at * padded) << 2);
    const by = f64x2.splat(change);
    for (let other: usize = 0; other < padded; other += 4) {
      const four = v128.load(row + (other << 2));
      const place = slopes + (other << 3);
      const low = f64x2.mul(by, f64x2.promote_low_f32x4(four));
      const high = f64x2.mul(by, pair(row + (other << 2) + 8));
      v128.store(place, f64x2.sub(v128.load(place), low));
      v128.store(place, f64x2.sub(v128.load(place, 16), high), 16);
    }
  }
  return largest;
}
