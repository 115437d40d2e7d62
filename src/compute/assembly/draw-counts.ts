// Twin: src/compute/kernels/draw-counts.ts, which says what the arguments are.

/** One task: every draw needs the one before. The generator is that of src/compute/random.ts. */
export function drawCounts(
  _task: i32,
  _slot: i32,
  n: i32,
  nRows: i32,
  words: usize,
  counts: usize,
): void {
  let a = load<i32>(words);
  let b = load<i32>(words, 4);
  let c = load<i32>(words, 8);
  let counter = load<i32>(words, 12);
  const scale = <f64>n / 4294967296;
  const stride = (<usize>n) << 3;
  for (let row = 0; row < nRows; row++, counts += stride) {
    memory.fill(counts, 0, stride);
    for (let draw = 0; draw < n; draw++) {
      const sum = a + b + counter;
      counter++;
      a = b ^ (b >>> 9);
      b = c + (c << 3);
      c = rotl(c, 21) + sum;
      const target = counts + ((<usize>(<i32>(<f64>(<u32>sum) * scale))) << 3);
      store<f64>(target, load<f64>(target) + 1);
    }
  }
  store<i32>(words, a);
  store<i32>(words, b, 4);
  store<i32>(words, c, 8);
  store<i32>(words, counter, 12);
}
