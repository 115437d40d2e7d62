// The list of a user while it is being found: a heap whose root is the worst item of the list.

/**
 * Bytes of what is known of one list: the score to beat (f32; minus infinity while the list is not
 * full), its length (i32), and the addresses of the next and of the end of the user's seen items.
 */
export const LIST_BYTES: usize = 16;

/** Starts the list of a user whose seen items are `range[0] .. range[1] - 1` of `seenItems`. */
export function openList(list: usize, range: usize, seenItems: usize): void {
  store<f32>(list, -Infinity);
  store<i32>(list, 0, 4);
  store<usize>(list, seenItems + ((<usize>load<i32>(range)) << 2), 8);
  store<usize>(list, seenItems + ((<usize>load<i32>(range, 4)) << 2), 12);
}

/** Offers the eight items from `item` on, whose scores are at `row`; some beat the list's worst. */
export function offerEight(
  list: usize,
  item: i32,
  row: usize,
  allowed: usize,
  topK: i32,
  items: usize,
  scores: usize,
): void {
  const worst = v128.load_splat<f32>(list);
  const low = i32x4.bitmask(f32x4.gt(v128.load(row), worst));
  const high = i32x4.bitmask(f32x4.gt(v128.load(row, 16), worst));
  for (let lanes = low | (high << 4); lanes !== 0; lanes &= lanes - 1) {
    const lane = ctz(lanes);
    const score = load<f32>(row + ((<usize>lane) << 2));
    offer(list, item + lane, score, allowed, topK, items, scores);
  }
}

/** Takes the item in if it may be listed and beats the worst; items must be offered ascending. */
export function offer(
  list: usize,
  item: i32,
  score: f32,
  allowed: usize,
  topK: i32,
  items: usize,
  scores: usize,
): void {
  // An item of equal score comes later, so its index is higher: it does not displace.
  if (!(score > load<f32>(list)) || load<u8>(allowed + <usize>item) === 0) return;
  if (isSeen(list, item)) return;
  const size = load<i32>(list, 4);
  if (size < topK) {
    rise(items, scores, size, item, score);
    store<i32>(list, size + 1, 4);
    if (size + 1 === topK) store<f32>(list, load<f32>(scores));
  } else {
    sink(items, scores, topK, item, score);
    store<f32>(list, load<f32>(scores));
  }
}

function isSeen(list: usize, item: i32): bool {
  let next = load<usize>(list, 8);
  const end = load<usize>(list, 12);
  while (next < end && load<i32>(next) < item) next += 4;
  store<usize>(list, next, 8);
  return next < end && load<i32>(next) === item;
}

/** Orders the list, best first, and fills its empty places with item -1 and score 0. */
export function closeList(list: usize, topK: i32, items: usize, scores: usize): void {
  const size = load<i32>(list, 4);
  for (let end = size - 1; end > 0; end--) {
    const at = (<usize>end) << 2;
    const item = load<i32>(items + at);
    const score = load<f32>(scores + at);
    store<i32>(items + at, load<i32>(items));
    store<f32>(scores + at, load<f32>(scores));
    sink(items, scores, end, item, score);
  }
  for (let place = size; place < topK; place++) {
    store<i32>(items + ((<usize>place) << 2), -1);
    store<f32>(scores + ((<usize>place) << 2), 0);
  }
}

function isWorse(score: f32, item: i32, otherScore: f32, otherItem: i32): bool {
  return score < otherScore || (score === otherScore && item > otherItem);
}

function rise(items: usize, scores: usize, place: i32, item: i32, score: f32): void {
  let hole = place;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    const from = (<usize>parent) << 2;
    if (!isWorse(score, item, load<f32>(scores + from), load<i32>(items + from))) break;
    move(items, scores, from, (<usize>hole) << 2);
    hole = parent;
  }
  store<i32>(items + ((<usize>hole) << 2), item);
  store<f32>(scores + ((<usize>hole) << 2), score);
}

function sink(items: usize, scores: usize, size: i32, item: i32, score: f32): void {
  let hole = 0;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    let from = (<usize>child) << 2;
    if (
      child + 1 < size &&
      isWorse(
        load<f32>(scores + from, 4),
        load<i32>(items + from, 4),
        load<f32>(scores + from),
        load<i32>(items + from),
      )
    ) {
      child++;
      from += 4;
    }
    if (!isWorse(load<f32>(scores + from), load<i32>(items + from), score, item)) break;
    move(items, scores, from, (<usize>hole) << 2);
    hole = child;
  }
  store<i32>(items + ((<usize>hole) << 2), item);
  store<f32>(scores + ((<usize>hole) << 2), score);
}

function move(items: usize, scores: usize, from: usize, to: usize): void {
  store<i32>(items + to, load<i32>(items + from));
  store<f32>(scores + to, load<f32>(scores + from));
}
