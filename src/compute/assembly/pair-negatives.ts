// Twin: src/compute/kernels/pair-negatives.ts, which says what the arguments are.
import { randomBelow, seedRandom } from "./sfc32";

/** Pairs of one task; the twin has the same number. */
const PAIRS_PER_TASK: i32 = 4096;
/** Draws by popularity before one is drawn evenly; the twin has the same number. */
const TRIES: i32 = 64;

export function drawPairNegatives(
  task: i32,
  _slot: i32,
  nPairs: i32,
  nItems: i32,
  nEntries: i32,
  byPopularity: i32,
  words: usize,
  offsets: usize,
  columns: usize,
  users: usize,
  negatives: usize,
): void {
  const first = task * PAIRS_PER_TASK;
  const last = min(first + PAIRS_PER_TASK, nPairs);
  seedRandom(words + ((<usize>task) << 4));
  for (let pair = first; pair < last; pair++) {
    const row = offsets + ((<usize>load<i32>(users + ((<usize>pair) << 2))) << 2);
    const start = load<i32>(row);
    const size = load<i32>(row, 4) - start;
    const items = columns + ((<usize>start) << 2);
    let item: i32 = -1;
    if (byPopularity != 0) item = popularItem(nEntries, columns, items, size);
    if (item < 0) item = otherItem(nItems, items, size);
    store<i32>(negatives + ((<usize>pair) << 2), item);
  }
}

function popularItem(nEntries: i32, columns: usize, items: usize, size: i32): i32 {
  for (let trial = 0; trial < TRIES; trial++) {
    const item = load<i32>(columns + ((<usize>randomBelow(nEntries)) << 2));
    let low: i32 = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (load<i32>(items + ((<usize>middle) << 2)) < item) low = middle + 1;
      else high = middle;
    }
    if (low == size || load<i32>(items + ((<usize>low) << 2)) != item) return item;
  }
  return -1;
}

function otherItem(nItems: i32, items: usize, size: i32): i32 {
  const place = randomBelow(nItems - size);
  let low: i32 = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<i32>(items + ((<usize>middle) << 2)) - middle <= place) low = middle + 1;
    else high = middle;
  }
  return place + low;
}
