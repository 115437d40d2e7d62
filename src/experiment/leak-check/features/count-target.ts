import { totalOf, type ItemStatistics } from "./item-statistics.js";
import { mostRated, type NoiseTarget, type Present } from "./noise-target.js";

/** Held-out rows that an item must have to be expected: below, a root of counts has no unit variance. */
const leastExpected = 2;

/**
 * How often items are held out: 2 sqrt(b + 3/8), whose variance is 1 for a Poisson count b (Anscombe,
 * Biometrika 1948), and about as much for counts of users who choose one by one. What is known is the
 * count of the other parts, as a root, as it is and as a logarithm, and that of train. Undefined with too few items.
 */
export function countTarget(
  { train, known, held, coldItems }: ItemStatistics,
  { missing, dim }: Present,
): NoiseTarget | undefined {
  const [nKnown, nHeld] = [totalOf(known.count), totalOf(held.count)];
  const isUsed = (item: number): boolean => {
    if (missing[item] === 1) return false;
    if (coldItems) return known.count[item] === 0 && held.count[item] >= leastExpected;
    return (known.count[item] * nHeld) / nKnown >= leastExpected;
  };
  const items = mostRated(known, held, isUsed, dim);
  if (items === undefined) return undefined;
  const rootOf = (count: number): number => 2 * Math.sqrt(count + 3 / 8);
  const countOf = (root: number): number => (root / 2) ** 2 - 3 / 8;
  const column = (valueOf: (item: number) => number): Float64Array =>
    Float64Array.from(items, valueOf);
  const ones = new Float64Array(items.length).fill(1);
  // A count that a feature holds as it is, or as a logarithm, then differs from these by what is held out.
  const told = [rootOf, (count: number): number => count, Math.log1p].map((shape) =>
    column((item) => shape(known.count[item])),
  );
  return {
    items,
    scale: ones,
    values: column((item) => rootOf(held.count[item])),
    base: coldItems ? [ones] : [ones, ...told, column((item) => train.count[item])],
    shapes: [
      {
        values: column((item) => rootOf(known.count[item] + held.count[item])).sort(),
        heldOutOf: (root, at) => rootOf(Math.max(0, countOf(root) - known.count[items[at]])),
      },
      { values: column((item) => rootOf(held.count[item])).sort() },
    ],
  };
}
