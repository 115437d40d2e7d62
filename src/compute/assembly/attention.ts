// Twins: src/compute/kernels/attention.ts, which says what the arguments are.
import { addTile } from "./attention-tile";

/** Queries and keys of a block; the twins' module has the same numbers. */
const QUERIES: i32 = 32;
const KEYS: i32 = 64;

/** Bytes of a row of a block of scores. */
const ROW: usize = 256;

/** Bytes of a block of scores. */
const BLOCK: usize = 8192;

/** A score whose share is nothing. */
const ABSENT: f32 = -1e30;

export function attentionForward(
  task: i32,
  slot: i32,
  nQueries: i32,
  nKeys: i32,
  nPadded: i32,
  size: i32,
  queries: usize,
  keyPanels: usize,
  values: usize,
  outputs: usize,
  largest: usize,
  sums: usize,
  scratch: usize,
): void {
  const nBlocks = nQueries / QUERIES;
  const head = <usize>(task / nBlocks);
  const row = head * <usize>nQueries + <usize>((task % nBlocks) * QUERIES);
  const width = (<usize>size) << 2;
  const own = queries + row * width;
  const output = outputs + row * width;
  const scores = scratch + <usize>slot * 2 * BLOCK;
  keyPanels += head * <usize>nPadded * width;
  values += head * <usize>nPadded * width;
  largest += row << 2;
  sums += row << 2;
  memory.fill(output, 0, <usize>QUERIES * width);
  for (let at: usize = 0; at < (<usize>QUERIES) << 2; at += 4) {
    store<f32>(largest + at, ABSENT);
    store<f32>(sums + at, 0);
  }
  for (let first = 0; first < nPadded; first += KEYS) {
    const count = min(KEYS, nPadded - first);
    const from = <usize>first * width;
    scoreBlock(own, keyPanels + from, size, count, nKeys - first, scores);
    for (let query = 0; query < QUERIES; query++) {
      const place = (<usize>query) << 2;
      const line = scores + <usize>query * ROW;
      weigh(line, count, largest + place, sums + place, output + <usize>query * width, width);
    }
    addProduct(scores, count, values + from, size, output);
  }
  for (let query = 0; query < QUERIES; query++) {
    const share = f32x4.splat(1 / load<f32>(sums + ((<usize>query) << 2)));
    const line = output + <usize>query * width;
    for (let at: usize = 0; at < width; at += 16) {
      v128.store(line + at, f32x4.mul(share, v128.load(line + at)));
    }
  }
}

export function attentionBackward(
  task: i32,
  slot: i32,
  nQueries: i32,
  nKeys: i32,
  nPadded: i32,
  size: i32,
  chunkQueries: i32,
  nChunks: i32,
  queries: usize,
  keyRows: usize,
  keyPanels: usize,
  valuePanels: usize,
  gradients: usize,
  levels: usize,
  products: usize,
  queryGradients: usize,
  keyGradients: usize,
  valueGradients: usize,
  scratch: usize,
): void {
  const head = <usize>(task / nChunks);
  const chunk = task % nChunks;
  const width = (<usize>size) << 2;
  const begin = chunk * chunkQueries;
  const end = min(begin + chunkQueries, nQueries);
  const weights = scratch + <usize>slot * 2 * BLOCK;
  const slopes = weights + BLOCK;
  const base = head * <usize>nQueries;
  const keyBase = head * <usize>nPadded * width;
  const partial = <usize>task * <usize>nPadded * width;
  for (let first = 0; first < nPadded; first += KEYS) {
    const count = min(KEYS, nPadded - first);
    const from = keyBase + <usize>first * width;
    const target = partial + <usize>first * width;
    for (let query = begin; query < end; query += QUERIES) {
      const row = base + <usize>query;
      const own = queries + row * width;
      const gradient = gradients + row * width;
      scoreBlock(own, keyPanels + from, size, count, nKeys - first, weights);
      scoreBlock(gradient, valuePanels + from, size, count, count, slopes);
      turnBack(weights, slopes, count, levels + (row << 2), products + (row << 2));
      addTurned(weights, count, gradient, size, valueGradients + target);
      addTurned(slopes, count, own, size, keyGradients + target);
      addProduct(slopes, count, keyRows + from, size, queryGradients + row * width);
    }
  }
}

/** `scores[QUERIES x count] = rows times panels`; keys from `nPresent` on get a score without a share. */
function scoreBlock(
  rows: usize,
  panels: usize,
  size: i32,
  count: i32,
  nPresent: i32,
  scores: usize,
): void {
  const width = (<usize>size) << 2;
  for (let key = 0; key < count; key += 8) {
    const panel = panels + <usize>key * width;
    const target = scores + ((<usize>key) << 2);
    for (let query = 0; query < QUERIES; query += 4) {
      const place = target + <usize>query * ROW;
      addTile(rows + <usize>query * width, width, 4, panel, 32, size, place, ROW, true);
    }
  }
  for (let key = nPresent; key < count; key++) {
    for (let query = 0; query < QUERIES; query++) {
      store<f32>(scores + <usize>query * ROW + ((<usize>key) << 2), ABSENT);
    }
  }
}

/** Scores of a query become powers by the largest so far, to which sum and output are brought. */
function weigh(
  line: usize,
  count: i32,
  largest: usize,
  sum: usize,
  output: usize,
  width: usize,
): void {
  const end = line + ((<usize>count) << 2);
  let top = v128.load(line);
  for (let at = line + 16; at < end; at += 16) top = f32x4.pmax(top, v128.load(at));
  const before = load<f32>(largest);
  let now = max<f32>(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1));
  now = max<f32>(now, max<f32>(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)));
  now = max<f32>(now, before);
  let total = load<f32>(sum);
  if (now > before) {
    const factor = exponentials(f32x4.splat(before - now));
    total *= f32x4.extract_lane(factor, 0);
    for (let at: usize = 0; at < width; at += 16) {
      v128.store(output + at, f32x4.mul(factor, v128.load(output + at)));
    }
    store<f32>(largest, now);
  }
  const level = f32x4.splat(now);
  let sums = f32x4.splat(0);
  for (let at = line; at < end; at += 16) {
    const powers = exponentials(f32x4.sub(v128.load(at), level));
    v128.store(at, powers);
    sums = f32x4.add(sums, powers);
  }
  total += f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1);
  total += f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3);
  store<f32>(sum, total);
}

/** Scores become shares w, and slopes g by the shares become those by the scores, w (g - product). */
function turnBack(weights: usize, slopes: usize, count: i32, levels: usize, products: usize): void {
  const length = (<usize>count) << 2;
  for (let query = 0; query < QUERIES; query++) {
    const level = v128.load_splat<f32>(levels + ((<usize>query) << 2));
    const product = v128.load_splat<f32>(products + ((<usize>query) << 2));
    const line = <usize>query * ROW;
    for (let at = line; at < line + length; at += 16) {
      const shares = exponentials(f32x4.sub(v128.load(weights + at), level));
      v128.store(weights + at, shares);
      const own = f32x4.sub(v128.load(slopes + at), product);
      v128.store(slopes + at, f32x4.mul(shares, own));
    }
  }
}

/** `target[QUERIES x size] += block[QUERIES x count] times rows[count x size]` */
function addProduct(block: usize, count: i32, rows: usize, size: i32, target: usize): void {
  const width = (<usize>size) << 2;
  for (let query = 0; query < QUERIES; query += 4) {
    const line = block + <usize>query * ROW;
    const place = target + <usize>query * width;
    for (let at: usize = 0; at < width; at += 32) {
      addTile(line, ROW, 4, rows + at, width, count, place + at, width, false);
    }
  }
}

/** `target[count x size] += block[QUERIES x count] turned, times rows[QUERIES x size]` */
function addTurned(block: usize, count: i32, rows: usize, size: i32, target: usize): void {
  const width = (<usize>size) << 2;
  for (let key = 0; key < count; key += 4) {
    const column = block + ((<usize>key) << 2);
    const place = target + <usize>key * width;
    for (let at: usize = 0; at < width; at += 32) {
      addTile(column, 4, ROW, rows + at, width, QUERIES, place + at, width, false);
    }
  }
}

/** Numbers of {@link exponentials}, each four times: loading one is quicker than making it. */
const NUMBERS: usize = memory.data<f32>([
  -87, -87, -87, -87, 1.44269504, 1.44269504, 1.44269504, 1.44269504, 12582912, 12582912, 12582912,
  12582912, 0.693359375, 0.693359375, 0.693359375, 0.693359375, 2.1219444e-4, 2.1219444e-4,
  2.1219444e-4, 2.1219444e-4, 0.0013888889, 0.0013888889, 0.0013888889, 0.0013888889, 0.008333334,
  0.008333334, 0.008333334, 0.008333334, 0.041666668, 0.041666668, 0.041666668, 0.041666668,
  0.16666667, 0.16666667, 0.16666667, 0.16666667, 0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1,
]);

/**
 * e^x of four numbers below 88, those below -87 made -87: x = n ln 2 + y with |y| <= (ln 2) / 2, e^y by its
 * series up to y^6, 2^n by adding to the exponent's bits. Relative error below 4e-7.
 */
function exponentials(values: v128): v128 {
  const x = f32x4.pmax(values, v128.load(NUMBERS));
  // 1.5 * 2^23: the sum's lowest bits are the nearest whole number.
  const magic = v128.load(NUMBERS, 32);
  const shifted = f32x4.add(f32x4.mul(x, v128.load(NUMBERS, 16)), magic);
  const n = f32x4.sub(shifted, magic);
  // ln 2 in two parts, so that n times the first is exact.
  let y = f32x4.sub(x, f32x4.mul(n, v128.load(NUMBERS, 48)));
  y = f32x4.add(y, f32x4.mul(n, v128.load(NUMBERS, 64)));
  let sum = f32x4.add(f32x4.mul(y, v128.load(NUMBERS, 80)), v128.load(NUMBERS, 96));
  sum = f32x4.add(f32x4.mul(sum, y), v128.load(NUMBERS, 112));
  sum = f32x4.add(f32x4.mul(sum, y), v128.load(NUMBERS, 128));
  sum = f32x4.add(f32x4.mul(sum, y), v128.load(NUMBERS, 144));
  const one = v128.load(NUMBERS, 160);
  sum = f32x4.add(f32x4.mul(sum, y), one);
  sum = f32x4.add(f32x4.mul(sum, y), one);
  return i32x4.add(sum, i32x4.shl(shifted, 23));
}
