import { MoviolaError } from "../../common/errors.js";

/**
 * The `topK` items of highest score, best first, equal scores by lower item index: the first places
 * of the ranking that the metrics judge. Shorter when there are fewer candidates.
 *
 * @param scores `[nItems]`; NaN is refused with `E_METRIC_SCORE`.
 * @param excluded items to leave out, ascending.
 */
export function topKItems(scores: Float32Array, excluded: Int32Array, topK: number): Int32Array {
  const length = Math.min(topK, scores.length - excluded.length);
  const heap = new Int32Array(Math.max(length, 0));
  let size = 0;
  let nextExcluded = 0;
  for (let item = 0; item < scores.length; item++) {
    const score = scores[item];
    if (Number.isNaN(score)) throw notANumber(item);
    if (excluded[nextExcluded] === item) {
      nextExcluded++;
      continue;
    }
    if (size < length) {
      heap[size++] = item;
      if (size === length) {
        for (let root = (length >>> 1) - 1; root >= 0; root--) siftDown(heap, scores, root, length);
      }
    } else if (length > 0 && score > scores[heap[0]]) {
      // A later item of equal score never displaces an earlier one.
      heap[0] = item;
      siftDown(heap, scores, 0, length);
    }
  }
  for (let end = size - 1; end > 0; end--) {
    const worst = heap[0];
    heap[0] = heap[end];
    heap[end] = worst;
    siftDown(heap, scores, 0, end);
  }
  return heap;
}

/** Restores the heap below `root`; the worst item (lowest score, then highest index) is at the top. */
function siftDown(heap: Int32Array, scores: Float32Array, root: number, size: number): void {
  const item = heap[root];
  let hole = root;
  for (;;) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (child + 1 < size && isWorse(heap[child + 1], heap[child], scores)) child++;
    if (!isWorse(heap[child], item, scores)) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = item;
}

function isWorse(first: number, second: number, scores: Float32Array): boolean {
  const difference = scores[first] - scores[second];
  return difference < 0 || (difference === 0 && first > second);
}

function notANumber(item: number): MoviolaError {
  return new MoviolaError("E_METRIC_SCORE", "A score is not a number", {
    where: `item ${item}`,
    expected: "a number for every item",
    got: "NaN",
  });
}
