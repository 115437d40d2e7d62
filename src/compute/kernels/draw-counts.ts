import type { Kernel } from "../pool/kernel.js";
import type { ComputePool } from "../pool/pool.js";
import { RandomStream } from "../random.js";

/** Draws `n` of `n` units with replacement, row after row; one task, since a draw needs the one before. */
const kernel: Kernel<[n: number, nRows: number, words: Int32Array, counts: Float64Array]> = {
  name: "drawCounts",
  twin: (_task, _slot, n, nRows, words, counts) => {
    const random = RandomStream.fromWords(words);
    const scale = n / 4294967296;
    counts.fill(0, 0, nRows * n);
    for (let row = 0; row < nRows; row++) {
      for (let draw = 0; draw < n; draw++) {
        counts[row * n + Math.floor(random.uint32() * scale)]++;
      }
    }
    words.set(random.words());
  },
};

/**
 * Writes to `counts` `[nRows x n]` how often each of `n` units is drawn in `nRows` resamples of `n` draws.
 * `words` `[4]` is the state of a `RandomStream`, and afterwards the state from which the next rows go
 * on. Both arrays are in a workspace of `pool`.
 */
export function drawCounts(
  pool: ComputePool,
  n: number,
  nRows: number,
  words: Int32Array,
  counts: Float64Array,
): void {
  pool.run(kernel, 1, n, nRows, words, counts);
}
