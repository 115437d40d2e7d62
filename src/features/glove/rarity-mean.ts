/**
 * Sentence vectors by smooth inverse frequency: Arora, Liang and Ma, "A simple but tough-to-beat
 * baseline for sentence embeddings", ICLR 2017, algorithm 1. A word's share p of all words is counted
 * in the collection's own texts, not in another, larger one.
 */
import { truncatedSvd } from "../../compute/truncated-svd.js";
import { denseRows } from "../shared/dense-rows.js";
import type { WordVectors } from "./word-vectors.js";

/** a of the weight a / (a + p). */
export const rarityConstant = 1e-3;

/** Weight a / (a + p) of each word, by id; 1 for words outside the texts. */
export function rarityWeights(texts: readonly ArrayLike<number>[]): (id: number) => number {
  const counts = new Map<number, number>();
  let total = 0;
  for (const text of texts) {
    for (let at = 0; at < text.length; at++) {
      counts.set(text[at], (counts.get(text[at]) ?? 0) + 1);
    }
    total += text.length;
  }
  return (id) => rarityConstant / (rarityConstant + (counts.get(id) ?? 0) / Math.max(total, 1));
}

/** `[nTexts x dim]` sums of weight times vector over the words of a text, by its number of words. */
export function weightedMeans(
  texts: readonly ArrayLike<number>[],
  weightOf: (id: number) => number,
  { dim, vectorOf }: WordVectors,
): Float64Array {
  const means = new Float64Array(texts.length * dim);
  texts.forEach((text, row) => {
    for (let at = 0; at < text.length; at++) {
      const factor = weightOf(text[at]) / text.length;
      const vector = vectorOf(text[at]);
      for (let axis = 0; axis < dim; axis++) means[row * dim + axis] += factor * vector[axis];
    }
  });
  return means;
}

/**
 * The direction `[dim]`, of length 1, that the marked rows share most: their first right singular
 * vector. Undefined when all of them are 0.
 */
export function commonDirection(
  means: Float64Array,
  dim: number,
  marked: Uint8Array,
): Float64Array | undefined {
  const chosen = [...marked.keys()].filter((row) => marked[row] === 1);
  const rows = new Float64Array(chosen.length * dim);
  chosen.forEach((row, at) => rows.set(means.subarray(row * dim, (row + 1) * dim), at * dim));
  const { rank, right } = truncatedSvd(denseRows(rows, dim), 1, { seed: 1 });
  return rank === 0 ? undefined : right;
}

/** Takes the part along `direction` out of every row, in place. */
export function removeDirection(means: Float64Array, direction: Float64Array): void {
  const dim = direction.length;
  for (let start = 0; start < means.length; start += dim) {
    let along = 0;
    for (let axis = 0; axis < dim; axis++) along += means[start + axis] * direction[axis];
    for (let axis = 0; axis < dim; axis++) means[start + axis] -= along * direction[axis];
  }
}
