// Twin: src/compute/kernels/bpr-fold-in.ts, which says what the arguments are.
import { contains } from "./bpr";
import { exponential } from "./logistic";
import { randomBelow, seedRandom } from "./sfc32";

/** Users of one task; the twin has the same number. */
const USERS_PER_TASK: i32 = 32;

export function bprFoldIn(
  task: i32,
  _slot: i32,
  nUsers: i32,
  nItems: i32,
  offsets: usize,
  columns: usize,
  words: usize,
  epochs: i32,
  tries: i32,
  width: i32,
  userFactors: usize,
  itemFactors: usize,
  itemBias: usize,
  learningRate: f32,
  regularisation: f32,
): void {
  const first = task * USERS_PER_TASK;
  const last = min(first + USERS_PER_TASK, nUsers);
  const size = (<usize>width) << 2;
  for (let user = first; user < last; user++) {
    const row = offsets + ((<usize>user) << 2);
    const begin = columns + ((<usize>load<i32>(row)) << 2);
    const length = load<i32>(row, 4) - load<i32>(row);
    if (length === 0 || length >= nItems) continue;
    const own = userFactors + <usize>user * size;
    seedRandom(words);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const rate: f32 = learningRate * (<f32>1 - <f32>epoch / <f32>epochs);
      const keep: f32 = <f32>1 - rate * regularisation;
      for (let at = 0; at < length; at++) {
        for (let left = tries; left > 0; left--) {
          const negative = randomBelow(nItems);
          if (contains(begin, length, negative)) continue;
          const positive = load<i32>(begin + ((<usize>at) << 2));
          moveUser(
            own,
            itemFactors + <usize>positive * size,
            itemFactors + <usize>negative * size,
            own + size,
            load<f32>(itemBias + ((<usize>positive) << 2)) -
              load<f32>(itemBias + ((<usize>negative) << 2)),
            rate,
            keep,
          );
          break;
        }
      }
    }
  }
}

function moveUser(
  user: usize,
  positive: usize,
  negative: usize,
  end: usize,
  bias: f32,
  rate: f32,
  keep: f32,
): void {
  let sum = f32x4.splat(0);
  for (let u = user, i = positive, j = negative; u < end; u += 16, i += 16, j += 16) {
    const difference = f32x4.sub(v128.load(i), v128.load(j));
    sum = f32x4.add(sum, f32x4.mul(v128.load(u), difference));
  }
  const x =
    bias +
    (f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1)) +
    (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
  const e = exponential(-x);
  const slope = f32x4.splat((rate * e) / (1 + e));
  const rest = f32x4.splat(keep);
  for (let u = user, i = positive, j = negative; u < end; u += 16, i += 16, j += 16) {
    const pull = f32x4.mul(slope, f32x4.sub(v128.load(i), v128.load(j)));
    v128.store(u, f32x4.add(f32x4.mul(rest, v128.load(u)), pull));
  }
}
