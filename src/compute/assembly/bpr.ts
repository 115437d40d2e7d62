// Twin: src/compute/kernels/bpr.ts, which says what the arguments are.
import { exponential } from "./logistic";
import { randomBelow, seedRandom } from "./sfc32";

/** Samples that are drawn before their steps are done: what the drawing waits for overlaps. */
const CHUNK: i32 = 32;

export function bprRound(
  task: i32,
  slot: i32,
  round: i32,
  nBlocks: i32,
  strata: usize,
  pairs: usize,
  negatives: usize,
  negativeCuts: usize,
  offsets: usize,
  columns: usize,
  words: usize,
  replacement: i32,
  tries: i32,
  width: i32,
  userFactors: usize,
  itemFactors: usize,
  itemBias: usize,
  learningRate: f32,
  userKeep: f32,
  positiveKeep: f32,
  negativeKeep: f32,
  biasRate: f32,
  biasKeep: f32,
  scratch: usize,
  outcomes: usize,
): void {
  const itemBlock = (task + round) % nBlocks;
  const stratum = <usize>(task * nBlocks + itemBlock);
  const start = load<i32>(strata + (stratum << 2));
  const count = load<i32>(strata + (stratum << 2), 4) - start;
  const firstNegative = load<i32>(negativeCuts + ((<usize>itemBlock) << 2));
  const nNegatives = load<i32>(negativeCuts + ((<usize>itemBlock) << 2), 4) - firstNegative;
  const own = pairs + ((<usize>start) << 3);
  const candidates = negatives + ((<usize>firstNegative) << 2);
  const samples = scratch + <usize>(slot * CHUNK * 12);
  seedRandom(words + (stratum << 4));
  if (!replacement) shufflePairs(own, count);
  let loss: f64 = 0;
  let done: i32 = 0;
  for (let from: i32 = 0; from < count; from += CHUNK) {
    const drawn = drawSamples(
      from,
      min(from + CHUNK, count),
      replacement ? count : 0,
      own,
      candidates,
      nNegatives,
      offsets,
      columns,
      tries,
      samples,
    );
    done += drawn;
    // A factor is at most 1 + e^30, so that 16 of them stay far below the largest double.
    let product: f64 = 1;
    for (let at: i32 = 0; at < drawn; at++) {
      const sample = samples + <usize>(at * 12);
      const positive = <usize>load<i32>(sample, 4);
      const negative = <usize>load<i32>(sample, 8);
      const e = step(
        width << 2,
        userFactors + <usize>load<i32>(sample) * <usize>(width << 2),
        itemFactors + positive * <usize>(width << 2),
        itemFactors + negative * <usize>(width << 2),
        itemBias + (positive << 2),
        itemBias + (negative << 2),
        learningRate,
        userKeep,
        positiveKeep,
        negativeKeep,
        biasRate,
        biasKeep,
      );
      product *= 1 + <f64>e;
      if ((at & 15) === 15) {
        loss += Math.log(product);
        product = 1;
      }
    }
    loss += Math.log(product);
  }
  store<f64>(outcomes + (stratum << 4), loss);
  store<f64>(outcomes + (stratum << 4), <f64>done, 8);
}

/** Puts `count` pairs into random order (Fisher-Yates). */
function shufflePairs(pairs: usize, count: i32): void {
  for (let last = count - 1; last > 0; last--) {
    const one = pairs + ((<usize>last) << 3);
    const other = pairs + ((<usize>randomBelow(last + 1)) << 3);
    const held = load<u64>(one);
    store<u64>(one, load<u64>(other));
    store<u64>(other, held);
  }
}

/** Writes (user, positive, negative) of the samples `from .. to - 1` that find a negative; their number. */
function drawSamples(
  from: i32,
  to: i32,
  nPairs: i32,
  pairs: usize,
  candidates: usize,
  nCandidates: i32,
  offsets: usize,
  columns: usize,
  tries: i32,
  samples: usize,
): i32 {
  let target = samples;
  for (let at = from; at < to; at++) {
    const pair = pairs + ((<usize>(nPairs > 0 ? randomBelow(nPairs) : at)) << 3);
    const user = load<i32>(pair);
    const row = offsets + ((<usize>user) << 2);
    const begin = columns + ((<usize>load<i32>(row)) << 2);
    const length = load<i32>(row, 4) - load<i32>(row);
    for (let left = tries; left > 0; left--) {
      const negative = load<i32>(candidates + ((<usize>randomBelow(nCandidates)) << 2));
      if (contains(begin, length, negative)) continue;
      store<i32>(target, user);
      store<i32>(target, load<i32>(pair, 4), 4);
      store<i32>(target, negative, 8);
      target += 12;
      break;
    }
  }
  return <i32>(target - samples) / 12;
}

/** Whether `value` stands among the `length` (at least 1) ascending integers at `begin`. */
export function contains(begin: usize, length: i32, value: i32): bool {
  let low = begin;
  for (let left = length; left > 1;) {
    const half = left >> 1;
    const middle = low + ((<usize>half) << 2);
    low = select<usize>(middle, low, load<i32>(middle) <= value);
    left -= half;
  }
  return load<i32>(low) === value;
}

/** One step of gradient descent; e^-x of the score's difference x before it. */
function step(
  size: i32,
  user: usize,
  positive: usize,
  negative: usize,
  positiveBias: usize,
  negativeBias: usize,
  learningRate: f32,
  userKeep: f32,
  positiveKeep: f32,
  negativeKeep: f32,
  biasRate: f32,
  biasKeep: f32,
): f32 {
  let sum = f32x4.splat(0);
  let other = f32x4.splat(0);
  const end = user + <usize>size;
  for (let u = user, i = positive, j = negative; u < end; u += 32, i += 32, j += 32) {
    const difference = f32x4.sub(v128.load(i), v128.load(j));
    sum = f32x4.add(sum, f32x4.mul(v128.load(u), difference));
    const second = f32x4.sub(v128.load(i, 16), v128.load(j, 16));
    other = f32x4.add(other, f32x4.mul(v128.load(u, 16), second));
  }
  const parts = f32x4.add(sum, other);
  const b = load<f32>(positiveBias);
  const c = load<f32>(negativeBias);
  const x =
    b -
    c +
    (f32x4.extract_lane(parts, 0) + f32x4.extract_lane(parts, 1)) +
    (f32x4.extract_lane(parts, 2) + f32x4.extract_lane(parts, 3));
  const e = exponential(-x);
  const slope = e / (1 + e);
  const rate = f32x4.splat(learningRate * slope);
  const keepUser = f32x4.splat(userKeep);
  const keepPositive = f32x4.splat(positiveKeep);
  const keepNegative = f32x4.splat(negativeKeep);
  for (let u = user, i = positive, j = negative; u < end; u += 32, i += 32, j += 32) {
    move(u, i, j, rate, keepUser, keepPositive, keepNegative);
    move(u + 16, i + 16, j + 16, rate, keepUser, keepPositive, keepNegative);
  }
  store<f32>(positiveBias, b * biasKeep + biasRate * slope);
  store<f32>(negativeBias, c * biasKeep - biasRate * slope);
  return e;
}

function move(
  user: usize,
  positive: usize,
  negative: usize,
  rate: v128,
  keepUser: v128,
  keepPositive: v128,
  keepNegative: v128,
): void {
  const p = v128.load(user);
  const q = v128.load(positive);
  const r = v128.load(negative);
  const push = f32x4.mul(rate, p);
  const pull = f32x4.mul(rate, f32x4.sub(q, r));
  v128.store(user, f32x4.add(f32x4.mul(keepUser, p), pull));
  v128.store(positive, f32x4.add(f32x4.mul(keepPositive, q), push));
  v128.store(negative, f32x4.sub(f32x4.mul(keepNegative, r), push));
}
