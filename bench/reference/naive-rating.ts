/** The rating models' inner loops as one would first write them: maps, objects, no reuse. */
import type { TrainPart } from "../../src/data/split/parts.js";

function ratingsBy(part: TrainPart, side: "user" | "item"): Map<number, Map<number, number>> {
  const { userIndex, itemIndex, rating, nRows } = part.interactions;
  const table = new Map<number, Map<number, number>>();
  for (let row = 0; row < nRows; row++) {
    const [outer, inner] = side === "user" ? [userIndex, itemIndex] : [itemIndex, userIndex];
    const entries = table.get(outer[row]) ?? new Map<number, number>();
    table.set(outer[row], entries.set(inner[row], rating[row]));
  }
  return table;
}

/** Cosine over common users of every pair of items, pair by pair; returns how many pairs share a user. */
export function naiveItemSimilarities(part: TrainPart): number {
  const items = [...ratingsBy(part, "item").values()];
  let pairs = 0;
  for (const [at, first] of items.entries()) {
    for (const second of items.slice(0, at)) {
      const [few, many] = first.size < second.size ? [first, second] : [second, first];
      const sums = { xy: 0, xx: 0, yy: 0 };
      for (const [user, x] of few) {
        const y = many.get(user);
        if (y === undefined) continue;
        sums.xy += x * y;
        sums.xx += x * x;
        sums.yy += y * y;
      }
      if (sums.xy / Math.sqrt(sums.xx * sums.yy) > 0) pairs++;
    }
  }
  return pairs;
}

/** One epoch of SVD++ that changes every y_j at every rating; returns the sum of squared errors. */
export function naiveSvdPpEpoch(part: TrainPart, nFactors: number): number {
  const vector = (): number[] => new Array<number>(nFactors).fill(0.1);
  const p = Array.from({ length: part.nUsers }, vector);
  const q = Array.from({ length: part.nItems }, vector);
  const y = Array.from({ length: part.nItems }, vector);
  let sum = 0;
  for (const [user, ratings] of ratingsBy(part, "user")) {
    const share = 1 / Math.sqrt(ratings.size);
    for (const [item, rating] of ratings) {
      const implicit = p[user].map((value, factor) => {
        let total = 0;
        for (const other of ratings.keys()) total += y[other][factor];
        return value + share * total;
      });
      const predicted = implicit.reduce((dot, value, factor) => dot + value * q[item][factor], 3.5);
      const error = rating - predicted;
      sum += error * error;
      for (let factor = 0; factor < nFactors; factor++) {
        const before = q[item][factor];
        p[user][factor] += 0.01 * (error * before - 0.04 * p[user][factor]);
        q[item][factor] += 0.01 * (error * implicit[factor] - 0.04 * before);
        for (const other of ratings.keys()) {
          y[other][factor] += 0.01 * (error * before * share - 0.04 * y[other][factor]);
        }
      }
    }
  }
  return sum;
}
