// Twin: src/compute/kernels/als-conjugate.ts, which says what the arguments are.

export function alsConjugate(
  task: i32,
  slot: i32,
  starts: usize,
  offsets: usize,
  columns: usize,
  weights: usize,
  base: f32,
  width: i32,
  nSteps: i32,
  factors: usize,
  gram: usize,
  ridges: usize,
  scratch: usize,
  solution: usize,
): void {
  const stride = (<usize>width) << 2;
  const residual = scratch + <usize>slot * stride * 3;
  const direction = residual + stride;
  const image = direction + stride;
  const last = load<i32>(starts + ((<usize>(task + 1)) << 2));
  for (let row = load<i32>(starts + ((<usize>task) << 2)); row < last; row++) {
    const vector = solution + <usize>row * stride;
    const start = load<i32>(offsets + ((<usize>row) << 2));
    const count = load<i32>(offsets + ((<usize>row) << 2), 4) - start;
    if (count === 0) {
      memory.fill(vector, 0, stride);
      continue;
    }
    const ridge = load<f32>(ridges + ((<usize>row) << 2));
    const ownColumns = columns + ((<usize>start) << 2);
    const ownWeights = weights + ((<usize>start) << 2);
    applyGram(gram, width, ridge, vector, image);
    for (let at: usize = 0; at < stride; at += 16) {
      v128.store(residual + at, f32x4.neg(v128.load(image + at)));
    }
    addEntries(ownColumns, ownWeights, count, base, 1, -1, factors, stride, vector, residual);
    memory.copy(direction, residual, stride);
    let square = dot(residual, residual, stride);
    for (let step = 0; step < nSteps && square > 1e-20; step++) {
      applyGram(gram, width, ridge, direction, image);
      addEntries(ownColumns, ownWeights, count, base, 0, 1, factors, stride, direction, image);
      const length = square / dot(direction, image, stride);
      addScaled(vector, direction, length, stride);
      addScaled(residual, image, -length, stride);
      const next = dot(residual, residual, stride);
      const kept = f32x4.splat(next / square);
      for (let at: usize = 0; at < stride; at += 16) {
        const old = f32x4.mul(kept, v128.load(direction + at));
        v128.store(direction + at, f32x4.add(v128.load(residual + at), old));
      }
      square = next;
    }
  }
}

/** `image = (gram + ridge) vector`; the Gram matrix is symmetric. */
function applyGram(gram: usize, width: i32, ridge: f32, vector: usize, image: usize): void {
  const stride = (<usize>width) << 2;
  const factor = f32x4.splat(ridge);
  for (let at: usize = 0; at < stride; at += 16) {
    v128.store(image + at, f32x4.mul(factor, v128.load(vector + at)));
  }
  for (let at: usize = 0; at < stride; at += 16, gram += stride << 2) {
    addFour(gram, gram + stride, gram + stride * 2, gram + stride * 3, vector + at, stride, image);
  }
}

/**
 * `target += sum over entries of (fixed (weight + base) + moving weight (row . vector)) row`, four
 * entries at a time; the last ones are filled up with rows that count 0.
 */
function addEntries(
  columns: usize,
  weights: usize,
  count: i32,
  base: f32,
  fixed: f32,
  moving: f32,
  factors: usize,
  stride: usize,
  vector: usize,
  target: usize,
): void {
  for (let entry = 0; entry < count; entry += 4, columns += 16, weights += 16) {
    const left = count - entry;
    const a = factors + <usize>load<i32>(columns) * stride;
    const b = left > 1 ? factors + <usize>load<i32>(columns, 4) * stride : a;
    const c = left > 2 ? factors + <usize>load<i32>(columns, 8) * stride : a;
    const d = left > 3 ? factors + <usize>load<i32>(columns, 12) * stride : a;
    const own = left > 3 ? v128.load(weights) : firstOf(weights, left);
    const scores = dotFour(a, b, c, d, vector, stride);
    const rising = f32x4.mul(f32x4.splat(fixed), f32x4.add(own, f32x4.splat(base)));
    const falling = f32x4.mul(f32x4.splat(moving), f32x4.mul(own, scores));
    let factor = f32x4.add(rising, falling);
    if (left < 4) factor = v128.and(factor, lanesBelow(left));
    addFourTimes(a, b, c, d, factor, stride, target);
  }
}

/** The first `count` of four numbers, 1 to 3, and zeros. */
function firstOf(source: usize, count: i32): v128 {
  const b: f32 = count > 1 ? load<f32>(source, 4) : 0;
  const c: f32 = count > 2 ? load<f32>(source, 8) : 0;
  let lanes = f32x4.splat(0);
  lanes = f32x4.replace_lane(lanes, 0, load<f32>(source));
  lanes = f32x4.replace_lane(lanes, 1, b);
  return f32x4.replace_lane(lanes, 2, c);
}

/** All bits of the lanes below `count`. */
function lanesBelow(count: i32): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(count));
}

/** Products of four rows with `vector`. */
function dotFour(a: usize, b: usize, c: usize, d: usize, vector: usize, stride: usize): v128 {
  let p = f32x4.splat(0);
  let q = f32x4.splat(0);
  let r = f32x4.splat(0);
  let s = f32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    const values = v128.load(vector + at);
    p = f32x4.add(p, f32x4.mul(values, v128.load(a + at)));
    q = f32x4.add(q, f32x4.mul(values, v128.load(b + at)));
    r = f32x4.add(r, f32x4.mul(values, v128.load(c + at)));
    s = f32x4.add(s, f32x4.mul(values, v128.load(d + at)));
  }
  // Sums across: the transpose of the four vectors, added up.
  const pq = f32x4.add(v128.shuffle<f32>(p, q, 0, 4, 1, 5), v128.shuffle<f32>(p, q, 2, 6, 3, 7));
  const rs = f32x4.add(v128.shuffle<f32>(r, s, 0, 4, 1, 5), v128.shuffle<f32>(r, s, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(pq, rs, 0, 1, 4, 5), v128.shuffle<f32>(pq, rs, 2, 3, 6, 7));
}

/** `target += ` four rows times the four numbers at `factors`. */
function addFour(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  factors: usize,
  stride: usize,
  target: usize,
): void {
  addFourTimes(a, b, c, d, v128.load(factors), stride, target);
}

function addFourTimes(
  a: usize,
  b: usize,
  c: usize,
  d: usize,
  factors: v128,
  stride: usize,
  target: usize,
): void {
  const p = f32x4.splat(f32x4.extract_lane(factors, 0));
  const q = f32x4.splat(f32x4.extract_lane(factors, 1));
  const r = f32x4.splat(f32x4.extract_lane(factors, 2));
  const s = f32x4.splat(f32x4.extract_lane(factors, 3));
  for (let at: usize = 0; at < stride; at += 16) {
    const first = f32x4.add(f32x4.mul(p, v128.load(a + at)), f32x4.mul(q, v128.load(b + at)));
    const second = f32x4.add(f32x4.mul(r, v128.load(c + at)), f32x4.mul(s, v128.load(d + at)));
    v128.store(target + at, f32x4.add(v128.load(target + at), f32x4.add(first, second)));
  }
}

function addScaled(target: usize, source: usize, factor: f32, stride: usize): void {
  const factors = f32x4.splat(factor);
  for (let at: usize = 0; at < stride; at += 16) {
    const product = f32x4.mul(factors, v128.load(source + at));
    v128.store(target + at, f32x4.add(v128.load(target + at), product));
  }
}

function dot(left: usize, right: usize, stride: usize): f32 {
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < stride; at += 16) {
    sums = f32x4.add(sums, f32x4.mul(v128.load(left + at), v128.load(right + at)));
  }
  return (
    f32x4.extract_lane(sums, 0) +
    f32x4.extract_lane(sums, 1) +
    (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
  );
}
