// Twin: src/compute/kernels/pair-loss.ts, which says what the arguments are.

/** Samples of one task; the twin has the same number. */
const SAMPLES_PER_TASK: i32 = 128;

export function pairLoss(
  task: i32,
  _slot: i32,
  nSamples: i32,
  width: i32,
  users: usize,
  positives: usize,
  negatives: usize,
  userTable: usize,
  itemTable: usize,
  coefficients: usize,
  losses: usize,
): void {
  const first = task * SAMPLES_PER_TASK;
  const last = min(first + SAMPLES_PER_TASK, nSamples);
  const stride = (<usize>width) << 2;
  for (let sample = first; sample < last; sample++) {
    const place = (<usize>sample) << 2;
    const user = userTable + <usize>load<i32>(users + place) * stride;
    const positive = itemTable + <usize>load<i32>(positives + place) * stride;
    const negative = itemTable + <usize>load<i32>(negatives + place) * stride;
    const margin = <f64>dotDifference(user, positive, negative, width);
    // exp of a number that is not positive cannot overflow.
    const small = Math.exp(-Math.abs(margin));
    const share = margin > 0 ? small / (1 + small) : 1 / (1 + small);
    store<f32>(coefficients + place, <f32>-share);
    store<f64>(losses + (place << 1), Math.log1p(small) + Math.max(-margin, 0));
  }
}

function dotDifference(user: usize, positive: usize, negative: usize, width: i32): f32 {
  let sums = f32x4.splat(0);
  let at: i32 = 0;
  for (; at + 4 <= width; at += 4) {
    const place = (<usize>at) << 2;
    const difference = f32x4.sub(v128.load(positive + place), v128.load(negative + place));
    sums = f32x4.add(sums, f32x4.mul(v128.load(user + place), difference));
  }
  let sum =
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3));
  for (; at < width; at++) {
    const place = (<usize>at) << 2;
    sum += load<f32>(user + place) * (load<f32>(positive + place) - load<f32>(negative + place));
  }
  return sum;
}
